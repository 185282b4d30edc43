/* The note page without a network: each deed is kept on the device first, then sent, once the
   server has said that it is done taken out. Texts come from data- attributes. */
(function () {
  "use strict";
  var root = document.getElementById("coffee");
  if (!root || !window.indexedDB || !window.fetch) return;
  var words = root.dataset, meeting = words.meeting, staff = words.staff;
  var list = document.getElementById("items"), tally = document.getElementById("attendances");
  var network = document.getElementById("network"), signedOut = document.getElementById("signed-out");
  var base, sending = false, reached = true;

  function one(css, inside) { return (inside || document).querySelector(css); }
  function all(css, inside) { return Array.prototype.slice.call((inside || document).querySelectorAll(css)); }
  function made(tag, text, parent, name) {
    var node = document.createElement(tag);
    if (text) node.textContent = text;
    if (name) node.className = name;
    if (parent) parent.append(node);
    return node;
  }
  function newName() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }

  /* The device's own store: deeds in the order they were done, and how the server last stood. */
  function stored(request) {
    return new Promise(function (resolve, reject) {
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { reject(request.error); };
    });
  }
  function opened() {
    var request = indexedDB.open("langnghe-ca-phe", 1);
    request.onupgradeneeded = function () {
      request.result.createObjectStore("deeds", { keyPath: "number", autoIncrement: true });
      request.result.createObjectStore("state", { keyPath: "meeting" });
    };
    return stored(request);
  }
  function store(name, mode) { return base.transaction(name, mode).objectStore(name); }
  function deeds() {
    return stored(store("deeds", "readonly").getAll()).then(function (found) {
      return found.filter(function (deed) { return deed.meeting === meeting; });
    });
  }
  function keep(deed) { return stored(store("deeds", "readwrite").put(deed)); }
  function remove(number) { return stored(store("deeds", "readwrite").delete(number)); }
  function state() {
    return stored(store("state", "readonly").get(meeting)).then(function (found) {
      return found || { meeting: meeting, version: 0, codes: [] };
    });
  }
  function keepState(now) { return stored(store("state", "readwrite").put(now)); }

  /* What is on the screen: the server's list, and over it what still waits. */
  function show() {
    return Promise.all([state(), deeds()]).then(function (found) {
      var known = found[0], mine = found[1].filter(function (deed) { return deed.staff === staff; });
      var typed = typing();
      if (known.version > Number(words.version)) take(known);
      var waiting = mine.filter(function (deed) { return !deed.why; });
      all("[data-later]", list).forEach(function (node) { node.remove(); });
      all("[data-item]", list).forEach(function (node) {
        node.removeAttribute("data-settled");
        mark(node, "");
      });
      var people = Number(tally.dataset.sent);
      waiting.forEach(function (deed) {
        if (deed.fields.kind === "count") people += Number(deed.fields.delta);
        else if (deed.fields.kind === "note") addItem(deed.fields);
        else settleItem(deed.fields);
      });
      typed();
      tally.textContent = people;
      one("#nothing").hidden = list.children.length > 0;
      showRefused(mine.filter(function (deed) { return deed.why; }));
      showCodes(known);
      tell(waiting.length, found[1].length - mine.length);
      return waiting.length;
    });
  }
  /* The list is drawn anew while somebody writes into it: gives back who puts it all back. */
  function typing() {
    var found = all("input:not([type=hidden]), select", list).map(function (input) {
      return { id: input.id, value: input.value, here: input === document.activeElement };
    });
    var open = all("details[open]", list).map(function (fold) {
      return fold.closest("[data-item]").dataset.item;
    });
    return function () {
      found.forEach(function (was) {
        var input = was.id && document.getElementById(was.id);
        if (!input) return;
        if (was.value) input.value = was.value;
        if (was.here) input.focus();
      });
      open.forEach(function (item) {
        all('[data-item="' + item + '"] details', list).forEach(function (fold) { fold.open = true; });
      });
    };
  }
  function take(known) {
    list.innerHTML = known.items;
    tally.dataset.sent = known.attendances;
    words.version = known.version;
  }
  function mark(node, text) {
    var place = one("[data-waiting]", node);
    place.textContent = text;
    place.className = text ? "badge badge--turmeric" : "";
    all("form", node).forEach(function (form) { form.hidden = !!text && node.dataset.settled === "1"; });
  }
  function addItem(fields) {
    var node = one("#new-item").content.firstElementChild.cloneNode(true);
    node.dataset.item = fields.client;
    node.dataset.later = "1";
    one("[data-text]", node).textContent = fields.text;
    one("input[name=item]", node).value = fields.client;
    all("[id]", node).forEach(function (each) { each.id += fields.client; });
    all("label[for]", node).forEach(function (each) { each.htmlFor += fields.client; });
    mark(node, words.later);
    list.prepend(node);
  }
  function settleItem(fields) {
    var node = one('[data-item="' + fields.item + '"]', list);
    if (!node) return;
    node.dataset.settled = "1";
    node.classList.remove("card--turmeric");
    mark(node, fields.shown + " · " + words.later);
  }
  function tell(waiting, others) {
    var text = waiting ? words.waits.replace("{n}", waiting) : words.saved;
    if (!reached || navigator.onLine === false) text = words.offline + (waiting ? " " + text : "");
    if (others) text += " " + words.others.replace("{n}", others);
    network.textContent = text;
    network.className = "badge badge--" + (waiting || !reached ? "turmeric" : "jade");
    network.dataset.waiting = waiting;
    one("span", signedOut).textContent = words.signedOut.replace("{n}", waiting);
  }
  function showRefused(refused) {
    var box = one("#refused");
    box.textContent = "";
    refused.forEach(function (deed) {
      var node = made("li", "", box, "notice notice--lacquer"), body = made("div", "", node);
      made("p", (deed.fields.text || deed.fields.shown || "") + ": " + deed.why, body);
      var row = made("div", "", body, "row");
      made("button", words.again, row, "button button--secondary").addEventListener("click", function () {
        deed.why = "";
        keep(deed).then(show).then(send);
      });
      made("button", words.drop, row, "button button--plain").addEventListener("click", function () {
        remove(deed.number).then(show);
      });
    });
  }
  function showCodes(known) {
    var box = one("#codes");
    box.textContent = "";
    known.codes.forEach(function (given, place) {
      var node = made("li", "", box, "card card--jade stack-s");
      made("p", given.text, node);
      made("p", given.code, node, "code code--large coffee-code");
      var row = made("div", "", node, "row"), link = made("a", words.slip, row, "button button--secondary");
      link.href = given.slip;
      made("button", words.given, row, "button button--plain").addEventListener("click", function () {
        known.codes.splice(place, 1);
        keepState(known).then(show);
      });
    });
  }

  /* A form is a deed. */
  function problem(form, fields) {
    if (fields.kind === "note" && (fields.text || "").trim().length < Number(words.shortest)) return words.short;
    if (fields.kind !== "settle") return "";
    if (/answered|redirected/.test(fields.way) && !(fields.said || "").trim()) return words.said;
    if (fields.way === "taken" && !/^\s*\d{1,2}[\/.-]\d{1,2}[\/.-]\d{4}\s*$/.test(fields.due || "")) return words.due;
    return "";
  }
  root.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter, told = one("[data-told]", form);
    if (form.id === "close") return holdClose(event, told);
    if (!form.hasAttribute("data-deed") || !base) return;
    event.preventDefault();
    var fields = {};
    new FormData(form).forEach(function (value, name) { fields[name] = value; });
    if (button && button.name) {
      fields[button.name] = button.value;
      fields.shown = button.textContent.trim();
    }
    var wrong = problem(form, fields);
    if (told) { told.textContent = wrong; told.hidden = !wrong; }
    if (wrong) return;
    fields.client = newName();
    keep({ meeting: meeting, staff: staff, at: Date.now(), fields: fields }).then(function () {
      if (fields.kind === "note") {
        one("[name=text]", form).value = "";
        if (one("[name=speaker]", form)) one("[name=speaker]", form).value = "";
        one("[name=text]", form).focus();
      }
      return show();
    }).then(send, function () {  // the device keeps nothing: the form's own way
      if (button && button.name) {
        var chosen = made("input", "", form);
        chosen.type = "hidden"; chosen.name = button.name; chosen.value = button.value;
      }
      form.submit();
    });
  });
  function holdClose(event, told) {
    if (!Number(network.dataset.waiting)) return forget();
    event.preventDefault();
    told.textContent = words.close;
    told.hidden = false;
    send();
  }

  function dropPage() {
    var worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ forget: location.pathname });
  }
  function forget() {
    dropPage();
    if (base) stored(store("state", "readwrite").delete(meeting));
  }

  /* One sending at a time; a deed leaves the store when the server has named it. */
  function send() {
    if (sending) return Promise.resolve();
    sending = true;
    return deeds().then(function (found) {
      var some = found.filter(function (deed) { return deed.staff === staff && !deed.why; }).slice(0, 20);
      if (some.length) return post(some);
    }).catch(function () { reached = false; }).then(function () {
      sending = false;
      return show();
    }).then(function (left) { if (left && reached && signedOut.hidden) return send(); });
  }
  function post(some) {
    var body = new URLSearchParams({ deeds: JSON.stringify(some.map(function (deed) { return deed.fields; })) });
    return fetch(words.send, { method: "POST", body: body, redirect: "manual", credentials: "same-origin" }).then(function (answer) {
      reached = true;
      if (answer.ok) return answer.json().then(function (reply) { return settle(some, reply); });
      signedOut.hidden = answer.status !== 401 && answer.type !== "opaqueredirect";
      if (answer.status >= 500) reached = false;
      else if (signedOut.hidden) return refuse(some, String(answer.status));
    });
  }
  function refuse(some, why) {
    return Promise.all(some.map(function (deed) { deed.why = why; return keep(deed); }));
  }
  function settle(some, reply) {
    signedOut.hidden = true;
    if (!reply.running) dropPage();  // it was ended on another device
    return state().then(function (known) {
      var named = {};
      reply.told.forEach(function (each) { named[each.client] = each; });
      some.forEach(function (deed) {
        var told = named[deed.fields.client];
        if (told && told.code) known.codes.push({ code: told.code, slip: told.slip, text: called(deed.fields) });
      });
      known.version = reply.version; known.items = reply.items; known.attendances = reply.attendances;
      return keepState(known).then(function () {  // first the codes, then the deeds go
        return Promise.all(some.map(function (deed) {
          var told = named[deed.fields.client];
          if (told && told.done) return remove(deed.number);
          deed.why = told ? told.why : "?";
          return keep(deed);
        }));
      }).then(function () { if (reply.running) keepPage(); });
    });
  }

  function called(fields) {
    var node = one('[data-item="' + fields.item + '"] > p', list);
    if (fields.way === "separate") return words.separate;
    return fields.shown + (node ? ": " + node.textContent.trim() : "");
  }

  /* The page itself, for when it is opened again without a network. */
  function keepPage() {
    var worker = navigator.serviceWorker && navigator.serviceWorker.controller;
    if (worker) worker.postMessage({ keep: [location.pathname] });
  }
  function keepAll(registration) {
    var worker = registration.active;
    if (!worker) return;
    var files = all("link[href^='/static/'], script[src], use[href]").map(function (node) {
      return (node.getAttribute("href") || node.getAttribute("src")).split("#")[0];
    });
    var channel = new MessageChannel();
    channel.port1.onmessage = function () { root.dataset.kept = "1"; };
    var once = files.filter(function (file, place) { return files.indexOf(file) === place; });
    worker.postMessage({ keep: once.concat(location.pathname) }, [channel.port2]);
  }
  if (navigator.serviceWorker) {
    navigator.serviceWorker.register(words.worker).then(function () { return navigator.serviceWorker.ready; })
      .then(keepAll, function () { /* the browser refuses: the queue works without it */ });
  }
  opened().then(function (found) {
    base = found;
    base.onversionchange = function () { base.close(); };
    return show();
  }).then(send);
  addEventListener("online", function () { reached = true; send(); });
  setInterval(function () { if (!signedOut.hidden || !reached) { reached = true; signedOut.hidden = true; send(); } }, 15000);
})();
