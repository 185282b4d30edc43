/* The tablet at a counter: one step at a time on one page. Nothing that was pressed goes into the
   address or the history; it is kept sealed first, then sent. Texts come from data- attributes. */
(function () {
  "use strict";
  var root = document.getElementById("kiosk"), plain = document.getElementById("plain");
  if (!root || !window.openKept) return;
  var words = root.dataset, SECOND = 1000;
  var HOLD = 40 * SECOND, RETRY = 20 * SECOND, BEAT = 300 * SECOND, GHOST = 1.5 * SECOND, LONG = 20 * 3600 * SECOND;
  var began = Date.now(), shown = 0, step = "ask", pressed = null, busy = false, newer = false, queue, back, idle;

  function one(css) { return root.querySelector(css); }
  function all(css) { return Array.prototype.slice.call(root.querySelectorAll(css)); }
  function whole(name) { return Number(words[name]); }

  function show(wanted) {
    step = wanted;
    shown = Date.now();
    all("[data-step]").forEach(function (part) { part.hidden = part.dataset.step !== wanted; });
    scrollTo(0, 0);
  }
  function focus() { one('[data-step="' + step + '"] h1').focus({ preventScroll: true }); }

  /* As the next person finds it. */
  function begin() {
    clearTimeout(back);
    clearTimeout(idle);
    pressed = null;
    busy = false;
    all("input").forEach(function (input) { input.checked = input.defaultChecked; input.disabled = false; });
    one("[data-told]").textContent = "";
    if (step === "over") return;
    var moved = step !== "ask";
    show("ask");
    if (moved) focus();
    renew();
  }
  function leave() {
    if (pressed) return finish();
    if (words.language !== "vi") return location.replace(words.home);
    begin();
  }
  function rest() {
    clearTimeout(idle);
    if (step === "ask" || step === "reasons") idle = setTimeout(leave, whole("idle") * SECOND);
  }

  function press(level) {
    if (busy || step !== "ask" || Date.now() - shown < 300) return;
    busy = true;
    var field = one("[name=kiosk-field]:checked"), unhappy = level === "not";
    var content = { counter: words.counter, language: words.language, level: level, field: field ? field.value : "", reasons: [], at: queue.time() };
    queue.keep(content, unhappy ? HOLD : 0).then(function (name) {
      if (!unhappy) return thank();
      pressed = { name: name, content: content };
      show("reasons");
      focus();
      rest();
    }).catch(function () { thank(words.failed); });
  }
  function chosen() {
    return all("[name=kiosk-reasons]:checked").map(function (box) { return box.value; });
  }
  /* Kept again at each mark, so that nothing is lost when the tablet goes dark. */
  function mark() {
    var marked = chosen(), full = marked.length >= whole("mostReasons");
    all("[name=kiosk-reasons]").forEach(function (box) { box.disabled = full && !box.checked; });
    pressed.content.reasons = marked;
    queue.keep(pressed.content, HOLD, pressed.name).catch(function () {});
  }
  function finish() {
    var last = pressed;
    if (!last) return;
    pressed = null;
    last.content.reasons = chosen();
    queue.keep(last.content, 0, last.name).then(function () { thank(); }, function () { thank(); });
  }
  function thank(problem) {
    show("thanks");
    focus();
    clearTimeout(idle);
    back = setTimeout(begin, whole("thanks") * SECOND);
    var told = one("[data-told]");
    if (problem) { told.textContent = problem; return; }
    send().then(tell).then(function (left) { told.textContent = left ? words.kept : words.received; });
  }

  /* Only the number is told. */
  function tell() {
    return queue.count().then(function (left) {
      var place = one("[data-queue]");
      if (pressed) left -= 1;  // still in the hands of who stands here
      place.hidden = left < 1;
      place.textContent = left < 1 ? "" : words.waits.replace("{n}", left);
      words.waiting = left;
      return left;
    });
  }
  function send() {
    if (navigator.onLine === false) return Promise.resolve();
    return queue.send().then(hear, function () { /* no network: it stays, and is tried again */ });
  }
  function hear(reply) {
    if (!reply) return;
    if (!reply.open && !pressed) show("over");
    if (reply.version && reply.version !== words.version) newer = true;
    if (reply.open && step === "over") { step = ""; begin(); }
    renew();
  }
  /* A new version of the page, or one that has stood for long: only when nobody is at it. */
  function renew() {
    var old = Date.now() - began > LONG;
    if (step === "ask" && !busy && (newer || old) && navigator.onLine !== false && Date.now() - shown > whole("idle") * SECOND) location.reload();
  }
  function beat() {
    if (navigator.onLine === false) return;
    queue.beat().then(hear, function () {});
  }

  /* The page itself, for when the tablet is started without a network. */
  function keepPages() {
    if (!navigator.serviceWorker || !window.caches) return;
    var files = Array.prototype.slice.call(document.querySelectorAll("link[href^='/static/'], script[src]")).map(function (node) {
      return node.getAttribute("href") || node.getAttribute("src");
    }), wanted = words.pages.split(" ").concat(files);
    Promise.all(words.workers.split(" ").map(function (address) { return navigator.serviceWorker.register(address); })).then(function () {
      return caches.open("quay");
    }).then(function (kept) {
      return Promise.all(wanted.map(function (address) {
        return fetch(address, { credentials: "omit" }).then(function (answer) {
          if (answer.ok && !answer.redirected) return kept.put(address, answer);
        });
      })).then(function () { return kept.keys(); }).then(function (known) {
        return Promise.all(known.filter(function (request) {
          return wanted.indexOf(new URL(request.url).pathname) < 0;
        }).map(function (request) { return kept.delete(request); }));
      });
    }).then(function () { words.ready = "1"; }, function () { /* no network, or the browser refuses */ });
  }
  function stayAwake() {
    if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(function () {});
  }
  function fill() {
    var apart = matchMedia("(display-mode: fullscreen), (display-mode: standalone)").matches;
    var page = document.documentElement;
    if (!apart && !document.fullscreenElement && page.requestFullscreen && matchMedia("(pointer: coarse)").matches) page.requestFullscreen().catch(function () {});
  }

  function listen() {
    all("[data-level]").forEach(function (button) {
      button.addEventListener("click", function () { press(button.dataset.level); });
    });
    all("[name=kiosk-reasons]").forEach(function (box) { box.addEventListener("change", function () { if (pressed) mark(); }); });
    one("[data-finish]").addEventListener("click", finish);
    one('[data-step="thanks"]').addEventListener("click", function () { if (Date.now() - shown > GHOST) begin(); });
    document.querySelectorAll(".languages a").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        if (!pressed) location.replace(link.href);
      });
    });
    ["pointerdown", "keydown", "change"].forEach(function (kind) { document.addEventListener(kind, rest); });
    document.addEventListener("click", fill);
    document.addEventListener("contextmenu", function (event) { event.preventDefault(); });
    document.addEventListener("visibilitychange", stayAwake);
    addEventListener("pageshow", function (event) { if (event.persisted) begin(); });
    addEventListener("online", function () { send().then(tell).then(beat); });
    setInterval(function () { if (Number(words.waiting)) send().then(tell); renew(); }, RETRY);
    setInterval(beat, BEAT);
  }

  openKept({ base: "langnghe-quay", key: words.key, point: words.point, send: words.send, most: whole("most") }).then(function (opened) {
    queue = opened;
    plain.remove();
    root.hidden = false;
    show("ask");
    listen();
    rest();
    stayAwake();
    keepPages();
    return tell();
  }).then(function () { return send(); }).then(tell).then(beat).catch(function () { /* the plain form stays */ });
})();
