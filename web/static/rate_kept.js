/* The telephone keeps a rating, sealed, before it sends the form, and drops it when the server has
   answered. Without a network, or when the server does not answer, it stays and is sent later
   (kept.js). The form's ticket is kept with it: so the server knows a form that did arrive. */
(function () {
  "use strict";
  var box = document.getElementById("kept"), form = document.querySelector("main form");
  if (!box || !form || !window.openKept) return;
  var words = box.dataset, button = form.querySelector("[type=submit]"), written = button.textContent;
  var RETRY = 20000, PATIENCE = 20000, HOLD = 60000, busy = false, queue;

  function one(css) { return box.querySelector(css); }
  function content() {
    var filled = new FormData(form), found = { counter: words.counter, language: words.language, at: queue.time(), reasons: filled.getAll("reasons") };
    ["ticket", "level", "field", "comment", "answer", "phone"].forEach(function (name) { found[name] = filled.get(name) || ""; });
    if (found.level !== "not") found.reasons = [];
    return found;
  }
  function hear(reply) {
    var done = reply ? reply.told.filter(function (told) { return told.done; }) : [];
    if (!done.length) return;
    var last = done[done.length - 1];
    box.hidden = false;
    box.dataset.done = "1";
    one("h2").textContent = words.sent;
    one("[data-waiting]").hidden = true;
    one("[data-thanks]").hidden = !last.thanks;
    one("a").href = last.thanks || "";
  }
  function send() {
    if (navigator.onLine === false) return;
    queue.send().then(hear, function () { /* still no network: it stays */ });
  }
  function working(is) {
    busy = is;
    button.textContent = is ? words.sending : written;
  }
  /* Gives where the thanks are; empty when the form is to go its own way, since something in it is
     wrong; fails when the server did not answer. */
  function deliver() {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    var body = new URLSearchParams(new FormData(form));
    return fetch(form.action, { method: "POST", body: body, credentials: "omit", cache: "no-store", signal: stop.signal }).then(function (answer) {
      if (answer.status >= 500) throw new Error(answer.status);
      return answer.ok && answer.redirected ? answer.url : "";
    }).finally(function () { clearTimeout(timer); });
  }
  function stay(rating, name) {
    return queue.keep(rating, 0, name).then(function () {
      working(false);
      form.hidden = true;
      form.reset();
      box.hidden = false;
      scrollTo(0, 0);
    });
  }
  function sendForm(event) {
    event.preventDefault();
    if (busy) return;
    working(true);
    var rating = content();
    queue.keep(rating, HOLD).then(function (name) {
      if (navigator.onLine === false) return stay(rating, name);
      return deliver().then(function (address) {
        return queue.drop(name).then(function () {
          if (address) location.assign(address);
          else form.submit();
        });
      }, function () { return stay(rating, name); });
    }).catch(function () { form.submit(); });  // the device keeps nothing: the browser says what is wrong
  }

  openKept({ base: "langnghe-q", key: words.key, point: words.point, send: words.send, most: Number(words.most) }).then(function (opened) {
    queue = opened;
    words.ready = "1";
    form.addEventListener("submit", sendForm);
    addEventListener("pageshow", function () { working(false); });
    addEventListener("online", send);
    setInterval(send, RETRY);
    send();
  }).catch(function () { /* the form's own way */ });
})();
