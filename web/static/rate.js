/* The tracking code goes to the clipboard; where the browser refuses, it is marked to copy by hand. */
(function () {
  "use strict";
  var button = document.querySelector("[data-copy]");
  if (!button) return;
  var code = document.getElementById(button.getAttribute("data-copy"));
  function say(name) { button.parentNode.querySelector("[role=status]").textContent = button.getAttribute(name); }
  function pick() {
    getSelection().selectAllChildren(code);
    say("data-copy-by-hand");
  }
  button.hidden = false;
  button.addEventListener("click", function () {
    if (!navigator.clipboard) return pick();
    navigator.clipboard.writeText(code.textContent.trim()).then(function () { say("data-copied"); }, pick);
  });
})();

/* One phone, several people: a form that was sent and comes back by Back is empty again. It keeps
   its used ticket, so that the same person's second sending is told that the first one counts. */
(function () {
  "use strict";
  var form = document.querySelector("form"), sent = false;
  if (!form) return;
  form.addEventListener("submit", function () { sent = true; });
  addEventListener("pageshow", function (event) {
    if (!event.persisted || !sent) return;
    sent = false;
    form.reset();
    Array.prototype.forEach.call(form.elements, function (input) {
      if (input.type === "checkbox" || input.name === "level") input.checked = false;
      if (/^text/.test(input.type)) input.value = "";
    });
    Array.prototype.forEach.call(document.querySelectorAll(".notice, .error"), function (told) { told.remove(); });
    Array.prototype.forEach.call(form.querySelectorAll("details"), function (fold) { fold.open = false; });
    scrollTo(0, 0);
  });
})();
