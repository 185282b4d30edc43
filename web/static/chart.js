/* Draws the chart of a [data-plot] when its button is pressed. Its table is complete without. */
(function () {
  "use strict";
  var plotly; /* loaded once, whichever chart is pressed first */
  function load(tag, values) {
    return new Promise(function (done, failed) {
      var node = document.createElement(tag);
      Object.keys(values).forEach(function (name) { node.setAttribute(name, values[name]); });
      node.onload = done;
      node.onerror = failed;
      document.head.appendChild(node);
    });
  }
  function token(name) { return getComputedStyle(document.documentElement).getPropertyValue(name).trim(); }

  /* The page's own type and colours; a trace names its colour in meta. */
  function dress(figure) {
    figure.layout.font = { family: getComputedStyle(document.body).fontFamily, size: 15, color: token("--ink") };
    ["xaxis", "yaxis", "yaxis2"].filter(function (axis) { return figure.layout[axis]; }).forEach(function (axis) {
      figure.layout[axis].gridcolor = figure.layout[axis].zerolinecolor = token("--rule");
    });
    figure.data.forEach(function (trace) {
      trace.marker = { color: token(trace.meta) };
      if (trace.type === "scatter") trace.line = Object.assign({}, trace.line, { color: token(trace.meta) });
      if (trace.error_x) trace.error_x.color = token(trace.meta);
      if (trace.fill) trace.fillcolor = token(trace.meta);
    });
    return figure;
  }

  function draw(box) {
    var place = box.querySelector(".plot__figure");
    return fetch(box.getAttribute("data-plot"), { credentials: "same-origin" })
      .then(function (reply) {
        if (!reply.ok) throw new Error(reply.status);
        return reply.json();
      })
      .then(function (made) {
        /* plotly writes its rules into the page unless they are there, named like this and marked */
        made.marks.forEach(function (id) {
          if (!document.getElementById(id)) document.head.appendChild(document.createElement("meta")).id = id;
        });
        var style = { rel: "stylesheet", id: "plotly.js-style-global", "class": "no-inline-styles", href: made.style };
        plotly = plotly || load("link", style).then(function () { return load("script", { src: made.script }); });
        return plotly.then(function () {
          place.hidden = false;
          var figure = dress(made.figure);
          return window.Plotly.newPlot(place, figure.data, figure.layout, figure.config);
        });
      });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-plot]"), function (box) {
    var button = box.querySelector("button"), status = box.querySelector("[role=status]");
    box.hidden = false;
    button.addEventListener("click", function () {
      button.disabled = true;
      status.textContent = box.getAttribute("data-plot-waiting");
      draw(box).then(function () {
        status.textContent = box.getAttribute("data-plot-drawn");
        var place = box.querySelector(".plot__figure");
        place.tabIndex = -1;
        place.focus();
        button.remove();
      }, function () {
        plotly = window.Plotly && plotly;
        status.textContent = box.getAttribute("data-plot-failed");
        button.disabled = false;
      });
    });
  });
})();
