/* A stack of paper slips: with 1 or 2 the next slip begins by itself, with Enter any. Without this
   script the same form is sent as it stands. */
(function () {
  "use strict";
  var form = document.querySelector("[data-slips]");
  if (!form) return;
  var words = form.dataset, list = form.querySelector("[data-rows]"), sent = false;

  function named(kind) {
    var found = {};
    form.querySelectorAll("[data-" + kind + "]").forEach(function (key) {
      found[key.dataset[kind]] = key.dataset.name;
    });
    return found;
  }
  var levels = named("level"), reasons = named("reason"), fields = named("field");
  var last = Object.keys(levels).length;

  /* The slip in words; null while it is no slip. */
  function said(text) {
    text = text.toLowerCase().replace(/[\s,.;+-]/g, "");
    if (!text) return "";
    if (text === "x") return words.spoiled;
    var parts = /^([a-z]?)(\d)(\d*)$/.exec(text);
    if (!parts || !levels[parts[2]] || (parts[1] && !fields[parts[1]])) return null;
    if (parts[3] && Number(parts[2]) !== last) return null;
    var chosen = parts[3].split("");
    if (!chosen.every(function (key) { return reasons[key]; })) return null;
    var all = [levels[parts[2]]].concat(chosen.map(function (key) { return reasons[key]; }));
    return all.concat(parts[1] ? [fields[parts[1]]] : []).join(" · ");
  }
  function inputs() { return Array.prototype.slice.call(list.querySelectorAll("input")); }
  function tally() {
    var n = inputs().filter(function (input) { return input.value.trim(); }).length;
    form.querySelector("[data-tally]").textContent = words.count.replace("{n}", n);
  }
  function show(input) {
    var text = said(input.value), row = input.closest("li");
    row.querySelector("span").textContent = text === null ? words.strange : text;
    row.classList.toggle("field--error", text === null);
    tally();
  }
  function added() {
    var number = list.children.length + 1, row = list.lastElementChild.cloneNode(true);
    if (number > Number(words.most)) return null;
    var input = row.querySelector("input");
    row.classList.remove("field--error");
    row.querySelector("label").textContent = words.number.replace("{n}", number);
    row.querySelector("label").htmlFor = input.id = "slip-" + number;
    row.querySelector("span").textContent = "";
    row.querySelector("span").id = "said-" + number;
    input.setAttribute("aria-describedby", "said-" + number);
    input.removeAttribute("aria-invalid");
    input.value = "";
    list.append(row);
    return input;
  }
  function next(input) {
    var all = inputs(), to = all[all.indexOf(input) + 1] || added();
    if (to) { to.focus(); to.select(); }
  }

  list.addEventListener("input", function (event) {
    var input = event.target;
    show(input);
    /* Level 1 or 2 ends a slip: nothing can follow. Only while typing on, not while mending. */
    var text = input.value.trim(), level = text[text.length - 1];
    var whole = /^[a-z]?\d$/i.test(text) && levels[level] && Number(level) !== last;
    if (event.inputType === "insertText" && (whole || text.toLowerCase() === "x") && said(text)) next(input);
  });
  list.addEventListener("keydown", function (event) {
    if (event.key === "Enter") { event.preventDefault(); if (said(event.target.value)) next(event.target); }
    var all = inputs(), at = all.indexOf(event.target);
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    /* An empty slip and Backspace: back to the one before, to mend it. */
    if (event.key === "Backspace" && !event.target.value) { step = -1; event.preventDefault(); }
    if (step && all[at + step]) { all[at + step].focus(); all[at + step].select(); }
  });
  form.addEventListener("submit", function () { sent = true; });
  window.addEventListener("beforeunload", function (event) {
    if (!sent && inputs().some(function (input) { return input.value.trim(); })) event.preventDefault();
  });
  tally();
  if (location.hash.indexOf("#slip-") !== 0) {
    var first = inputs().find(function (input) { return !input.value; });
    if (first && (!form.counter || form.counter.value)) first.focus();
  }
})();
