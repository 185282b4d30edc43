/* Near answers while a question is typed. Without this file they are shown before sending.
   data-near: where to ask; data-for: the id of the words; before it stands who tells the count. */
(function () {
  "use strict";
  if (!window.fetch || !window.AbortController) return;
  function watch(box) {
    var told = box.previousElementSibling;
    var area = document.getElementById(box.getAttribute("data-for"));
    var timer, asked, last = area.value;
    function ask() {
      var text = area.value.trim();
      if (text === last || text.length < 15) return;
      last = text;
      if (asked) asked.abort();
      asked = new AbortController();
      fetch(box.getAttribute("data-near"), {
        method: "POST",
        body: new URLSearchParams({ body: text.slice(0, 1000) }),
        signal: asked.signal
      }).then(function (reply) {
        return reply.ok ? reply.text() : null;
      }).then(function (html) {
        if (html === null) return;
        box.innerHTML = html;
        var n = box.querySelectorAll("li").length;
        if (n) area.form.elements.seen.value = "1"; // so they need not be shown again before sending
        told.textContent = n ? told.getAttribute("data-found").replace("{n}", n) : "";
      }).catch(function () { /* typed on, or no network: the form works all the same */ });
    }
    area.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(ask, 700);
    });
  }
  Array.prototype.forEach.call(document.querySelectorAll("[data-near]"), watch);
})();
