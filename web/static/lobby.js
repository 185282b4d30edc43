/* The screen in the hall: one slide after the other, for weeks. The page is asked for anew each
   minute; what came takes the place of what stood, so that nothing grows. Without a network the
   last slides go on, and the screen says from when they are. Texts come from data- attributes. */
(function () {
  "use strict";
  var root = document.querySelector("[data-lobby]");
  if (!root || !window.fetch || !window.DOMParser || !window.AbortController) return;
  var words = root.dataset, SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;
  var PATIENCE = 15 * SECOND, LONG = 6 * HOUR, LEFT = 5 * MINUTE, ZONE = 7 * HOUR; // Vietnam has one hour, all year
  var still = matchMedia("(prefers-reduced-motion: reduce)");
  var began = Date.now(), offset = 0, heard = 0, seen = "", place = 0, fresh = null, asking = false, paused = false;
  var turning, leaving, KEY = "lobby-heard:" + location.pathname;

  function one(css) { return document.querySelector(css); }
  function all(css, from) { return Array.prototype.slice.call((from || document).querySelectorAll(css)); }
  function load() { try { return Number(localStorage.getItem(KEY)); } catch (e) { return 0; } }
  function save() { try { localStorage.setItem(KEY, String(heard)); } catch (e) { /* the browser refuses */ } }

  /* Slides */
  function slides() { return all("[data-slide]", one("[data-slides]")); }
  function show() {
    var found = slides();
    place = (place + found.length) % found.length;
    found.forEach(function (each, at) { each.hidden = at !== place; });
    clearTimeout(turning);
    // who asked for less motion gets slides that fade in nowhere and stand twice as long
    if (!paused) turning = setTimeout(next, Number(found[place].dataset.seconds) * SECOND * (still.matches ? 2 : 1));
  }
  function next() {
    place += 1;
    if (fresh) {
      one("[data-slides]").replaceWith(fresh);
      fresh = null;
    }
    show();
  }
  function pause(wanted) {
    var button = one("[data-pause]");
    paused = wanted;
    button.textContent = paused ? button.dataset.go : button.dataset.stop;
    clearTimeout(leaving);
    if (paused) leaving = setTimeout(function () { pause(false); }, LEFT); // whoever stopped it has gone
    show();
  }

  /* The clock goes by the server's time: a box on a wall may have a wrong one. */
  function two(number) { return (number < 10 ? "0" : "") + number; }
  function told(moment) {
    var there = new Date(moment + ZONE);
    return there.getUTCHours() + ":" + two(there.getUTCMinutes()) + ", " + there.getUTCDate() + "/" + (there.getUTCMonth() + 1);
  }
  function tick() { one("[data-clock]").textContent = told(Date.now() + offset); }
  function sign(cut) {
    one("[data-cut-off]").hidden = !cut;
    one("[data-told]").textContent = heard ? words.cut.replace("{time}", told(heard)) : words.cutUnknown;
    words.state = cut ? "cut" : "heard";
  }

  /* News */
  function hear(answer) {
    var sent = Date.parse(answer.headers.get("Date") || "");
    if (sent) offset = sent - Date.now();
    heard = Date.now() + offset;
    save();
    tick();
    sign(false);
  }
  function files(page) {
    return all("link[href^='/static/'], script[src^='/static/'], use[href^='/static/']", page).map(function (node) {
      return (node.getAttribute("href") || node.getAttribute("src")).split("#")[0];
    }).filter(function (name, at, whole) { return whole.indexOf(name) === at; });
  }
  function take(text) {
    var page = new DOMParser().parseFromString(text, "text/html"), news = page.querySelector("[data-slides]");
    if (!news) throw new Error("not this page");
    if (files(page.head).join() !== files(document.head).join()) return location.reload(); // a new version
    fresh = document.adoptNode(news);
    all("[data-slide]", fresh).forEach(function (each) { each.hidden = true; });
  }
  function ask() {
    if (asking) return;
    asking = true;
    var control = new AbortController(), timer = setTimeout(function () { control.abort(); }, PATIENCE);
    fetch(location.pathname, { credentials: "omit", cache: "no-cache", signal: control.signal }).then(function (answer) {
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      var tag = answer.headers.get("ETag") || "", copy = answer.clone();
      if (tag && tag === seen) return hear(answer);
      return answer.text().then(function (text) {
        hear(answer);
        take(text);
        seen = tag;
        return keep(copy);
      });
    }).then(function () {
      if (Date.now() - began > LONG) location.reload(); // the network is there: it was just heard
    }, function () { sign(true); }).then(function () { clearTimeout(timer); asking = false; });
  }

  /* The page itself, for when the screen is started without a network. */
  function keep(answer) {
    if (!navigator.serviceWorker || !window.caches) return;
    var wanted = files(document);
    return navigator.serviceWorker.register(words.worker, { scope: location.pathname }).then(function () {
      return caches.open(words.cache);
    }).then(function (kept) {
      return Promise.all([kept.put(location.pathname, answer)].concat(wanted.map(function (name) {
        return kept.match(name).then(function (hit) { return hit || kept.add(name); });
      }))).then(function () { return kept.keys(); }).then(function (known) {
        return Promise.all(known.filter(function (request) {
          var path = new URL(request.url).pathname;
          return path !== location.pathname && wanted.indexOf(path) < 0;
        }).map(function (request) { return kept.delete(request); }));
      });
    }).then(function () { words.ready = "1"; }, function () { /* the browser refuses: the page goes on without */ });
  }
  function stayAwake() {
    if (navigator.wakeLock && document.visibilityState === "visible") navigator.wakeLock.request("screen").catch(function () {});
  }

  var button = one("[data-pause]");
  button.hidden = false;
  button.addEventListener("click", function () { pause(!paused); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
    place += event.key === "ArrowRight" ? 1 : -1;
    show();
  });
  document.addEventListener("visibilitychange", stayAwake);
  addEventListener("offline", function () { sign(true); });
  addEventListener("online", ask);
  document.body.classList.add("lobby--runs");
  heard = load();
  tick();
  show();
  stayAwake();
  ask();
  setInterval(tick, 10 * SECOND);
  setInterval(ask, MINUTE);
})();
