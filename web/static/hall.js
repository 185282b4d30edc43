/* A hall's phone page and its projector: parts that follow the hall, a clock by the server's time,
   what was typed kept until it is sent. Without this file the page is read anew by its link. */
(function () {
  "use strict";
  var root = document.querySelector("[data-hall]");
  if (!root || !window.fetch || !window.URLSearchParams) return;
  var SILENCE = 15000; // ms without a word: the stream is taken for dead
  var POLL = 4000;
  var stream = root.getAttribute("data-hall"), language = root.getAttribute("data-language") || "vi";
  var code = root.getAttribute("data-keep"), phone = root.getAttribute("data-phone");
  var offset = null, heardAt = Date.now(), source = null, polling = false, cut = false;
  function all(css, from) { return Array.prototype.slice.call((from || document).querySelectorAll(css)); }
  function load(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function save(key, value) {
    try { if (value === null) localStorage.removeItem(key); else localStorage.setItem(key, value); } catch (e) { /* the browser refuses */ }
  }
  function kept(name) { return "hall-" + code + "-" + name; }

  /* The phone's own id: the first that it was given stays. */
  if (phone) {
    phone = load("hall-phone") || phone;
    save("hall-phone", phone);
  }
  function fill() {
    if (!phone) return;
    all("input[name=phone]").forEach(function (input) { input.value = phone; });
    var voted = JSON.parse(load(kept("voted")) || "[]");
    all("[data-me-too] button").forEach(function (button) {
      if (voted.indexOf(button.value) >= 0) { button.disabled = true; button.setAttribute("aria-pressed", "true"); }
    });
  }

  /* Parts */
  function show(part) {
    var box = document.querySelector("[data-part='" + part.part + "']");
    if (!box || box.getAttribute("data-tag") === part.tag) return;
    box.setAttribute("data-tag", part.tag);
    box.innerHTML = part.html; // our own page's words, escaped by the server
    fill();
    tick();
  }
  function heard() {
    heardAt = Date.now();
    if (cut) sign(false);
    resend();
  }
  function sign(away) {
    cut = away;
    all("[data-cut-off]").forEach(function (each) { each.hidden = !away; });
  }
  function open() {
    if (!window.EventSource) return;
    if (source) source.close();
    source = new EventSource(stream + "?tieng=" + language);
    source.addEventListener("time", function (event) { offset = Number(event.data) * 1000 - Date.now(); tick(); heard(); });
    source.addEventListener("beat", heard);
    source.onmessage = function (event) { heard(); show(JSON.parse(event.data)); };
    source.onerror = poll;
  }
  function poll() {
    if (polling) return;
    polling = true;
    var tags = all("[data-part]").map(function (each) { return each.getAttribute("data-tag"); });
    fetch(stream + "/nay?tieng=" + language + "&co=" + tags.join(",")).then(function (reply) {
      if (!reply.ok) throw new Error(String(reply.status));
      return reply.json();
    }).then(function (news) {
      offset = news.time * 1000 - Date.now();
      news.parts.forEach(show);
      heard();
    }).catch(function () { sign(true); }).then(function () { polling = false; });
  }
  setInterval(function () {
    var dead = !source || source.readyState !== 1 || Date.now() - heardAt > SILENCE;
    if (!dead) return;
    poll();
    if (!source || source.readyState === 2 || Date.now() - heardAt > SILENCE) open();
  }, POLL);
  addEventListener("online", open);
  addEventListener("offline", function () { sign(true); });

  /* The clock of a turn: from its beginning, by the server's time */
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function tick() {
    if (offset === null) return; // this device's own clock may be wrong
    var now = Date.now() + offset;
    all("[data-timer]").forEach(function (each) {
      var left = Math.round(Number(each.getAttribute("data-seconds")) - (now / 1000 - Number(each.getAttribute("data-started"))));
      var size = Math.abs(left), text = Math.floor(size / 60) + ":" + two(size % 60);
      each.textContent = left < 0 ? each.getAttribute("data-over") + text : text;
      each.classList.toggle("late", left < 0);
    });
    all("[data-clock]").forEach(function (each) {
      var there = new Date(now + 7 * 3600000); // Vietnam has one hour, all year
      each.textContent = there.getUTCHours() + ":" + two(there.getUTCMinutes());
    });
  }
  setInterval(tick, 500);

  /* A question: kept while it is typed, kept until it has arrived */
  var sending = false;
  function words() { return document.querySelector("[data-ask] textarea"); }
  function bind() {
    var form = document.querySelector("[data-ask]");
    if (!form) return;
    if (!words().value) words().value = load(kept("words")) || "";
    words().addEventListener("input", function () { save(kept("words"), words().value); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      save(kept("sending"), new URLSearchParams(new FormData(form)).toString());
      send(form);
    });
  }
  function waiting(text) {
    var line = document.querySelector("[data-waiting]");
    if (line) line.textContent = text ? line.getAttribute("data-text") : "";
  }
  function send(form) {
    var body = load(kept("sending"));
    if (!body) { if (form) form.submit(); return; }
    if (sending) return;
    sending = true;
    var target = document.querySelector("[data-ask]");
    var address = target ? target.getAttribute("action") : null;
    if (!address) { sending = false; return; }
    fetch(address, { method: "POST", body: new URLSearchParams(body) }).then(function (reply) {
      if (reply.status >= 500) throw new Error(String(reply.status));
      save(kept("sending"), null);
      if (reply.ok) { save(kept("words"), null); location.href = reply.url; return null; }
      return reply.text();
    }).then(function (html) {
      if (html === null) return;
      var fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-ask]");
      if (fresh) { document.querySelector("[data-ask]").replaceWith(fresh); fill(); bind(); }
    }).catch(function () { waiting(true); }).then(function () { sending = false; });
  }
  function resend() {
    if (load(kept("sending"))) send(null);
    var left = JSON.parse(load(kept("votes")) || "[]");
    if (left.length) vote(left[0]);
  }

  /* "I have this question too" */
  var voting = false;
  function vote(item) {
    var form = document.querySelector("[data-me-too]");
    if (!form || voting) return;
    voting = true;
    fetch(form.getAttribute("action"), { method: "POST", body: new URLSearchParams({ item: item, phone: phone }) }).then(function (reply) {
      if (reply.status >= 500) throw new Error(String(reply.status));
      var left = JSON.parse(load(kept("votes")) || "[]");
      save(kept("votes"), JSON.stringify(left.filter(function (each) { return each !== item; })));
    }).catch(function () { /* it stays among the votes to send */ }).then(function () { voting = false; });
  }
  document.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!event.target.hasAttribute("data-me-too") || !button || !load("hall-phone")) return;
    event.preventDefault();
    ["voted", "votes"].forEach(function (name) {
      var list = JSON.parse(load(kept(name)) || "[]");
      if (list.indexOf(button.value) < 0) list.push(button.value);
      save(kept(name), JSON.stringify(list));
    });
    fill();
    vote(button.value);
  });

  fill();
  bind();
  tick();
  open();
  if (!window.EventSource) poll();
  resend();
})();
