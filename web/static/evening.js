/* A form without a network: what is typed stays on this device, and is sent once the network is
   back, with the ticket of the first try, so that the ward takes it once. Texts: data- attributes;
   data-typed: how the names of its fields of words begin; data-done: what an address holds once the
   ward has taken it. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-evening]");
  if (!form || !window.fetch || !window.URLSearchParams) return;
  var words = form.getAttribute("data-typed") || "text_";
  var done = form.getAttribute("data-done") || "da-gui=";
  var AGAIN = 20000;  // milliseconds
  var key = "evening " + form.getAttribute("action");
  var asks = form.querySelector("input[type=hidden][name=seen]");  // near answers were shown
  var told = form.querySelector("[data-told]");
  var sending = false, later;

  function load() { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } }
  function save(kept) {
    try { localStorage.setItem(key, JSON.stringify(kept)); return true; } catch (e) { return false; }
  }
  function forget() { try { localStorage.removeItem(key); } catch (e) { /* nothing was kept */ } }
  function values() {
    var found = {};
    new FormData(form).forEach(function (value, name) { found[name] = value; });
    return found;
  }
  function isTyped() {
    var found = values();
    return Object.keys(found).some(function (name) { return name.indexOf(words) === 0 && found[name].trim(); });
  }
  function tell(name) {
    told.hidden = !name;
    told.querySelector("[data-words]").textContent = name ? told.getAttribute("data-" + name) : "";
  }
  /* tried: its ticket may be used already, so it goes with every later try. waits: to be sent. */
  function keep(tried, waits) { return save({ values: values(), tried: tried, waits: waits }); }
  function restore(kept) {
    Object.keys(kept.values).forEach(function (name) {
      var place = form.elements[name];
      if (place && (kept.tried || name !== "ticket")) place.value = kept.values[name];
    });
    form.querySelectorAll("details").forEach(function (fold) {
      fold.open = [].some.call(fold.querySelectorAll("textarea"), function (area) { return area.value; });
    });
  }

  /* byItself: nobody may be looking, so no near answers are shown before it goes. */
  function send(byItself) {
    if (sending) return;
    clearTimeout(later);
    if (byItself && asks) asks.value = "1";
    if (!keep(true, true)) return form.submit();
    sending = true;
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) }).then(function (reply) {
      if (reply.status >= 500) throw new Error("not now");
      if (reply.redirected && reply.url.indexOf(done) > 0) forget();
      if (reply.redirected) location.assign(reply.url);
      else form.submit();  // the server has something to say: its own page says it
    }).catch(function () {
      sending = false;
      tell("kept");
      later = setTimeout(send, AGAIN, true);
    });
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    send(false);
  });
  form.addEventListener("input", function () {
    var kept = load() || {};
    clearTimeout(later);
    if (kept.waits) tell("edited");
    if (isTyped()) keep(Boolean(kept.tried), false);
    else if (!kept.tried) forget();
  });
  told.querySelector("[data-forget]").addEventListener("click", function () {
    forget();
    location.assign(location.pathname);
  });
  addEventListener("offline", function () { if (isTyped() && !sending) tell("offline"); });
  addEventListener("online", function () {
    var kept = load();
    if (kept && kept.waits) send(true);
    else tell("");
  });

  var before = load();
  if (isTyped()) keep(false, false);  // the server gave it back, with a ticket of its own
  else if (before) {
    restore(before);
    tell("found");
    if (before.waits) send(true);
  }
})();
