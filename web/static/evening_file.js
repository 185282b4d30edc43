/* A spreadsheet without a network: the chosen file stays on this device and goes once the network is
   back. Sent twice it is only looked at twice: nothing enters the register before it is confirmed.
   Texts: data- attributes of [data-told]. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-evening-file]");
  if (!form || !window.fetch || !window.indexedDB || !window.DataTransfer) return;
  var AGAIN = 20000;  // milliseconds
  var key = form.getAttribute("action");
  var input = form.querySelector("input[type=file]");
  var told = form.querySelector("[data-told]");
  var waits = false, sending = false, later;

  function tell(name) {
    told.hidden = !name;
    told.querySelector("[data-words]").textContent = name ? told.getAttribute("data-" + name) : "";
  }
  /* act: what to do with the store of files; then: with its answer, or with nothing where there is
     no store (a private window). */
  function store(mode, act, then) {
    var opening = indexedDB.open("evening", 1);
    opening.onupgradeneeded = function () { opening.result.createObjectStore("files"); };
    opening.onerror = function () { then(); };
    opening.onsuccess = function () {
      var asked = act(opening.result.transaction("files", mode).objectStore("files"));
      asked.onerror = asked.onsuccess = function () { opening.result.close(); then(asked.result); };
    };
  }
  function keep() {
    store("readwrite", function (files) {
      return files.put({ file: input.files[0], waits: waits }, key);
    }, function () {});
  }
  function forget(then) {
    store("readwrite", function (files) { return files.delete(key); }, then);
  }

  function send() {
    if (sending || !input.files.length) return;
    clearTimeout(later);
    sending = waits = true;
    keep();
    fetch(form.action, { method: "POST", body: new FormData(form) }).then(function (reply) {
      if (reply.status >= 500) throw new Error("not now");
      forget(function () {
        if (reply.redirected) location.assign(reply.url);
        else form.submit();  // the server has something to say: its own page says it
      });
    }).catch(function () {
      sending = false;
      tell("kept");
      later = setTimeout(send, AGAIN);
    });
  }

  form.addEventListener("submit", function (event) {
    if (!input.files.length) return;
    event.preventDefault();
    send();
  });
  input.addEventListener("change", function () {
    waits = false;
    clearTimeout(later);
    if (input.files.length) keep();
    else forget(function () {});
  });
  told.querySelector("[data-forget]").addEventListener("click", function () {
    forget(function () { location.assign(location.pathname); });
  });
  addEventListener("offline", function () { if (input.files.length && !sending) tell("offline"); });
  addEventListener("online", function () { if (waits) send(); else tell(""); });

  store("readonly", function (files) { return files.get(key); }, function (before) {
    if (!before) return;
    var given = new DataTransfer();
    given.items.add(before.file);
    input.files = given.files;
    tell("found");
    waits = before.waits;
    if (waits) send();
  });
})();
