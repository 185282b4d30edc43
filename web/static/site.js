/* What JavaScript adds. Every page works without this file; texts come from data- attributes. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  function all(css) { return Array.prototype.slice.call(document.querySelectorAll(css)); }
  function load(key) { try { return localStorage.getItem(key); } catch (e) { return null; } }
  function save(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* the browser refuses */ } }

  var theme = load("theme");
  if (theme) root.setAttribute("data-theme", theme);
  all("[data-theme-toggle]").forEach(function (button) {
    button.addEventListener("click", function () {
      var dark = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      var next = (root.getAttribute("data-theme") || dark) === "dark" ? "light" : "dark";
      root.setAttribute("data-theme", next);
      save("theme", next);
    });
  });

  /* On a phone the rail and the tabs are one long line: begin where this page stands in it. */
  all(".rail__list [aria-current], .tabs [aria-current]").forEach(function (link) {
    var place = link.parentNode, list = place.parentNode;
    list.scrollLeft = place.offsetLeft - list.offsetLeft;
  });

  // What is folded is printed too, where the browser does not unfold it by itself.
  var folded = [];
  addEventListener("beforeprint", function () {
    folded = [].slice.call(document.querySelectorAll("article details:not([open])"));
    folded.forEach(function (each) { each.open = true; });
  });
  addEventListener("afterprint", function () {
    folded.forEach(function (each) { each.open = false; });
  });
  all("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { print(); });
  });

  all("[data-copy]").forEach(function (button) {
    button.addEventListener("click", function () {
      var code = document.getElementById(button.getAttribute("data-copy"));
      var status = button.parentNode.querySelector("[role=status]");
      function say(text) { if (status) status.textContent = text; }
      function pick() {
        getSelection().selectAllChildren(code);
        say(button.getAttribute("data-copy-by-hand"));
      }
      if (!navigator.clipboard) return pick();
      navigator.clipboard.writeText(code.textContent.trim()).then(function () {
        say(button.getAttribute("data-copied"));
      }, pick);
    });
  });

  all("[data-dialog]").forEach(function (link) {
    var box = document.getElementById(link.getAttribute("data-dialog"));
    if (!box || !box.showModal) return;
    link.addEventListener("click", function (event) { event.preventDefault(); box.showModal(); });
  });

  /* data-carry: what was typed into the other forms goes along, so that the page gives it back. */
  all("[data-carry]").forEach(function (page) {
    document.addEventListener("submit", function (event) {
      var sent = event.target;
      all("input[data-carried]").forEach(function (input) { input.remove(); });
      Array.prototype.forEach.call(page.querySelectorAll("form[method=post]"), function (form) {
        if (form === sent) return;
        new FormData(form).forEach(function (value, name) {
          if (typeof value !== "string" || sent.elements[name]) return;
          var input = document.createElement("input");
          input.type = "hidden"; input.name = name; input.value = value;
          input.setAttribute("data-carried", "");
          sent.append(input);
        });
      });
    });
  });

  /* data-count: "Còn {n} chữ cái" */
  all("textarea[data-count][maxlength]").forEach(function (area) {
    var line = document.createElement("p");
    line.className = "hint";
    area.after(line);
    function show() {
      var left = area.maxLength - area.value.length;
      line.textContent = area.getAttribute("data-count").replace("{n}", left);
    }
    area.addEventListener("input", show);
    show();
  });

  /* The list of places narrows while one types. */
  all("input[data-narrows]").forEach(function (input) {
    var items = all("#" + input.getAttribute("data-narrows") + " > *");
    function plain(text) {
      return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
    }
    input.addEventListener("input", function () {
      var wanted = plain(input.value);
      items.forEach(function (item) { item.hidden = plain(item.textContent).indexOf(wanted) < 0; });
    });
  });

  var summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
