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
