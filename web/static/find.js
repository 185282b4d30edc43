/* Titles to go to while a search is typed. Without this file the search works all the same.
   data-suggest: where to ask; data-told: how many there are, for those who listen. */
(function () {
  "use strict";
  var input = document.querySelector("[data-suggest]");
  if (!input || !window.fetch || !window.AbortController) return;
  var box = document.getElementById("q-suggested");
  var told = document.getElementById("q-told");
  var timer, asked, last = input.value.trim();
  function show(html) {
    box.innerHTML = html;
    var n = box.querySelectorAll("li").length;
    told.textContent = n ? input.getAttribute("data-told").replace("{n}", n) : "";
  }
  function ask() {
    var text = input.value.trim();
    if (text === last) return;
    last = text;
    if (asked) asked.abort();
    if (text.length < 2 || text.length > 200) return show("");
    asked = new AbortController();
    fetch(input.getAttribute("data-suggest"), {
      method: "POST", body: new URLSearchParams({ q: text }), signal: asked.signal
    }).then(function (reply) {
      return reply.ok ? reply.text() : "";
    }).then(show).catch(function () { /* typed on, or no network */ });
  }
  function step(event) {
    var links = Array.prototype.slice.call(box.querySelectorAll("a"));
    var to = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (event.key === "Escape") { show(""); input.focus(); }
    if (!links.length || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    if (to < 0) input.focus(); else if (links[to]) links[to].focus();
  }
  input.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(ask, 250); });
  input.addEventListener("keydown", step);
  box.addEventListener("keydown", step);
})();
