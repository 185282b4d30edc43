/* A queue on the device, for when nothing can be sent. What is in it is sealed for the server alone
   (surveys.kiosks.parcels), each of one size under a random name, so the order tells nothing either.
   It leaves the queue when the server has named it as done.
   openKept({ base, key, point, send, most }) → a promise of the queue; it fails where the browser
   cannot keep or seal. */
(function () {
  "use strict";
  var SIZE = 512, LONGEST_HOLD = 120000, PATIENCE = 20000, UNSURE = 60000;
  var writer = new TextEncoder(), INFO = writer.encode("langnghe/parcel");

  function stored(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }
  function hex(bytes) {
    return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }
  function encoded(bytes) {
    var letters = "";
    bytes.forEach(function (b) { letters += String.fromCharCode(b); });
    return btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function decoded(text) {
    var letters = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(letters, function (letter) { return letter.charCodeAt(0); });
  }
  function padded(content) {
    var plain = writer.encode(JSON.stringify(content));
    var whole = new Uint8Array(Math.ceil(plain.length / SIZE) * SIZE).fill(32);  // JSON ignores spaces
    whole.set(plain);
    return whole;
  }

  function seal(place, name, content) {
    var subtle = crypto.subtle, curve = { name: "ECDH", namedCurve: "P-256" };
    var nonce = crypto.getRandomValues(new Uint8Array(12));
    return Promise.all([
      subtle.generateKey(curve, true, ["deriveBits"]),
      subtle.importKey("raw", decoded(place.point), curve, false, [])
    ]).then(function (found) {
      var mine = found[0], theirs = found[1];
      return Promise.all([
        subtle.exportKey("raw", mine.publicKey),
        subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256)
      ]);
    }).then(function (found) {
      var hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(32), info: INFO };
      return subtle.importKey("raw", found[1], "HKDF", false, ["deriveKey"]).then(function (secret) {
        return subtle.deriveKey(hkdf, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
      }).then(function (key) {
        return subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData: writer.encode(name) }, key, padded(content));
      }).then(function (sealed) {
        var parts = [new Uint8Array(found[0]), nonce, new Uint8Array(sealed)];
        var all = new Uint8Array(parts.reduce(function (sum, part) { return sum + part.length; }, 0)), at = 0;
        parts.forEach(function (part) { all.set(part, at); at += part.length; });
        return place.key + "." + encoded(all);
      });
    });
  }

  function Queue(place, base) {
    var sending = null, skew = 0, heard = 0;

    function store(name, mode) { return base.transaction(name, mode).objectStore(name); }
    function all() { return stored(store("parcels", "readonly").getAll()); }
    function put(each) { return stored(store("parcels", "readwrite").put(each)); }
    function held(each) { return each.hold > Date.now() && each.hold < Date.now() + LONGEST_HOLD; }

    /* The time as the server would tell it; null when the clock is certainly wrong. */
    function time() {
      var now = Date.now() + skew;
      return heard && now < heard - UNSURE ? null : now;
    }
    /* hold: milliseconds in which it may still be changed under the same name. */
    function keep(content, hold, name) {
      name = name || hex(crypto.getRandomValues(new Uint8Array(16)));
      return seal(place, name, content).then(function (parcel) {
        return put({ name: name, parcel: parcel, hold: Date.now() + (hold || 0), why: "" });
      }).then(function () { return name; });
    }
    /* It went another way. */
    function drop(name) { return stored(store("parcels", "readwrite").delete(name)); }
    function count() {
      return all().then(function (found) {
        return found.filter(function (each) { return !each.why; }).length;
      });
    }
    function refused() {
      return all().then(function (found) {
        return found.filter(function (each) { return each.why; }).length;
      });
    }

    function post(some, left) {
      var given = some.map(function (each) { return { name: each.name, parcel: each.parcel }; });
      var body = new URLSearchParams({ ratings: JSON.stringify(given), clock: Math.round(Date.now() / 1000), refused: left });
      var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
      var begun = Date.now();
      return fetch(place.send, { method: "POST", body: body, credentials: "omit", cache: "no-store", signal: stop.signal }).then(function (answer) {
        if (answer.status === 410) return { open: false, told: [] };
        if (!answer.ok) throw new Error(answer.status);
        return answer.json().then(function (reply) {
          heard = reply.now;
          skew = Math.round(reply.now - (begun + Date.now()) / 2);
          return stored(store("clock", "readwrite").put({ id: 1, skew: skew, heard: heard })).then(function () { return reply; });
        });
      }).finally(function () { clearTimeout(timer); });
    }
    function settle(some, reply) {
      var named = {};
      reply.told.forEach(function (told) { named[told.name] = told; });
      return Promise.all(some.map(function (each) {
        var told = named[each.name];
        if (!told) return null;
        if (told.done) return stored(store("parcels", "readwrite").delete(each.name));
        each.why = told.why || "?";
        return put(each);
      })).then(function () { return reply; });
    }
    function sendAll(before) {
      return all().then(function (found) {
        var some = found.filter(function (each) { return !each.why && !held(each); }).slice(0, place.most);
        if (!some.length) return before;
        return post(some, 0).then(function (reply) { return settle(some, reply); }).then(function (reply) {
          var more = reply.open && reply.told.length > 0;
          if (before) reply.told = before.told.concat(reply.told);
          return more ? sendAll(reply) : reply;
        });
      });
    }
    /* One window at a time. Gives the server's last answer; null when there was nothing to send or
       another window is at it; fails without a network. */
    function send() {
      if (sending) return sending;
      function work() { return sendAll(null); }
      var done = navigator.locks ? navigator.locks.request(place.base, { ifAvailable: true }, function (lock) { return lock ? work() : null; }) : work();
      sending = done.finally(function () { sending = null; });
      return sending;
    }
    /* A sign of life, never together with ratings. */
    function beat() { return refused().then(function (left) { return post([], left); }); }

    /* What was refused is tried once more by each page that is opened: a new version may take it. */
    function begin() {
      return stored(store("clock", "readonly").get(1)).then(function (known) {
        if (known) { skew = known.skew; heard = known.heard; }
        return all();
      }).then(function (found) {
        return Promise.all(found.filter(function (each) { return each.why; }).map(function (each) {
          each.why = "";
          return put(each);
        }));
      });
    }
    return { begin: begin, keep: keep, drop: drop, count: count, send: send, beat: beat, time: time };
  }

  window.openKept = function (place) {
    if (!window.indexedDB || !window.isSecureContext || !crypto.subtle || !window.fetch) return Promise.reject(new Error("no way to keep"));
    var request = indexedDB.open(place.base, 1);
    request.onupgradeneeded = function () {
      request.result.createObjectStore("parcels", { keyPath: "name" });
      request.result.createObjectStore("clock", { keyPath: "id" });
    };
    return stored(request).then(function (base) {
      base.onversionchange = function () { base.close(); };
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(function () {});
      var queue = Queue(place, base);
      return queue.begin().then(function () { return queue; });
    });
  };
})();
