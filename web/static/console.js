/* The console of a hall follows what others do: its live parts are read anew, what is being typed
   is left alone and kept in this browser until it is saved. Without this file: reload. */
(function () {
  "use strict";
  var root = document.querySelector("[data-console]");
  if (!root || !window.fetch) return;
  var offset = window.EventSource ? null : 0, heardAt = Date.now(), source = null, seen = null, again = false, reading = false;
  function all(css, from) { return Array.prototype.slice.call((from || document).querySelectorAll(css)); }
  function load(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function save(key, value) {
    try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch (e) { /* the browser refuses */ }
  }
  function sign(away) { all("[data-cut-off]").forEach(function (each) { each.hidden = !away; }); }
  function heard() { heardAt = Date.now(); sign(false); }

  /* Live parts: by their ids, from the page as it is now */
  function renew() {
    if (reading) { again = true; return; }
    reading = true;
    fetch(location.pathname + location.search.replace(/[?&]xong=[^&]*/, "")).then(function (reply) {
      if (!reply.ok) throw new Error(String(reply.status));
      return reply.text();
    }).then(function (html) {
      var fresh = new DOMParser().parseFromString(html, "text/html");
      all("[data-live]").forEach(function (part) {
        var other = fresh.getElementById(part.id);
        if (other && !part.contains(document.activeElement) && part.innerHTML !== other.innerHTML) part.innerHTML = other.innerHTML;
      });
      heard();
      tick();
    }).catch(function () { sign(true); }).then(function () {
      reading = false;
      if (again) { again = false; renew(); }
    });
  }
  function open() {
    if (!window.EventSource) return;
    if (source) source.close();
    source = new EventSource(root.getAttribute("data-console"));
    source.addEventListener("time", function (event) { offset = Number(event.data) * 1000 - Date.now(); tick(); heard(); });
    source.addEventListener("beat", heard);
    source.onmessage = function (event) {
      var tag = JSON.parse(event.data).tag;
      heard();
      if (seen !== null && seen !== tag) renew();
      seen = tag;
    };
    source.onerror = function () { sign(true); };
  }
  setInterval(function () {
    var dead = !source || source.readyState === 2 || Date.now() - heardAt > 15000;
    if (!dead) return;
    renew();
    open();
  }, 5000);

  /* A browser that knows it has no network says so at once, and sends nothing into the void. */
  addEventListener("offline", function () { sign(true); });
  addEventListener("online", function () { renew(); open(); });
  document.addEventListener("submit", function (event) {
    if (navigator.onLine !== false) return;
    event.preventDefault();
    event.stopPropagation(); // what was typed stays a draft
    sign(true);
    var said = document.querySelector("[data-cut-off]");
    if (said) said.scrollIntoView({ block: "nearest" });
  }, true);

  /* The clock of the turn */
  function tick() {
    if (offset === null) return; // this device's own clock may be wrong
    var now = (Date.now() + offset) / 1000;
    all("[data-timer]").forEach(function (each) {
      var left = Math.round(Number(each.getAttribute("data-seconds")) - (now - Number(each.getAttribute("data-started"))));
      var size = Math.abs(left), rest = size % 60, text = Math.floor(size / 60) + ":" + (rest < 10 ? "0" : "") + rest;
      each.textContent = left < 0 ? each.getAttribute("data-over") + text : text;
      each.classList.toggle("late", left < 0);
    });
  }
  setInterval(tick, 500);

  /* What is being typed comes back after a power cut; what was saved does not. Only the page that
     answers the form sent last from this window says so, and once: a form that never arrived, or
     another one saved after it, takes no words away. */
  var base = "console " + root.getAttribute("data-console").replace(/\/song$/, "") + " ";
  function sent(name) {
    try {
      var last = sessionStorage.getItem(base + "sent");
      if (name) sessionStorage.setItem(base + "sent", name); else sessionStorage.removeItem(base + "sent");
      return last;
    } catch (e) { return null; /* the browser refuses */ }
  }
  var last = sent(null);
  if (/[?&]xong=/.test(location.search)) {
    if (last) [last, last.replace("opinion-", "settle-")].forEach(function (name) { save(base + name, null); });
    history.replaceState(null, "", location.pathname + location.search.replace(/[?&]xong=[^&]*/, ""));
  }
  document.addEventListener("submit", function (event) { sent(event.target.getAttribute("data-draft")); });

  /* A draft is every field, with the key and the version that it was written under: saved once more
     it is the same deed, and it overwrites nobody. A form that the server gave back with what was
     typed (data-returned) is newer than its draft. */
  var HIDDEN = ["operation", "version"];
  function typed(form) {
    var values = {};
    all("[name]", form).forEach(function (input) {
      if (input.type !== "radio" || input.checked) values[input.name] = input.value;
      else if (!(input.name in values)) values[input.name] = "";
    });
    return values;
  }
  function fill(form, values) {
    all("[name]", form).forEach(function (input) {
      if (!(input.name in values)) return;
      if (input.type === "radio") input.checked = input.value === values[input.name];
      else input.value = values[input.name];
    });
  }
  function same(one, other) {
    return Object.keys(one).every(function (name) { return HIDDEN.indexOf(name) >= 0 || one[name] === other[name]; });
  }
  function newKey() {
    return Array.prototype.map.call(crypto.getRandomValues(new Uint8Array(16)), function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }
  all("form[data-draft]").forEach(function (form) {
    var key = base + form.getAttribute("data-draft"), told = form.querySelector("[data-kept]");
    var returned = form.hasAttribute("data-returned"), page = typed(form), kept = JSON.parse(load(key) || "null");
    function keep() {
      var values = typed(form);
      if (returned || !same(values, page)) { save(key, JSON.stringify(values)); return; }
      save(key, null); // nothing of one's own is left: what is typed next is another deed
      told.hidden = true;
      if (form.elements.operation) form.elements.operation.value = newKey();
      if (form.elements.version) form.elements.version.value = page.version;
    }
    if (returned) keep();
    else if (kept) {
      fill(form, kept);
      told.hidden = same(kept, page);
      if (told.hidden) { fill(form, page); save(key, null); }
    }
    form.addEventListener("input", keep);
    told.querySelector("button").addEventListener("click", function () {
      save(key, null);
      location.replace(location.pathname + location.search);
    });
  });

  tick();
  open();
})();
