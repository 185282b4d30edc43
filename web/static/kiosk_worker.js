/* Answers for the tablets' pages, or the hall's screen: its address is its scope, and names the
   cache (?kho=). It sends nothing and keeps nothing; the page's own script puts its pages and their
   files into the cache. */
"use strict";
var KEPT = new URL(self.location).searchParams.get("kho") || "quay", PATIENCE = 4000;

self.addEventListener("install", function (event) { event.waitUntil(self.skipWaiting()); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

function kept(request) {
  return caches.open(KEPT).then(function (store) {
    return store.match(request, { ignoreSearch: true, ignoreVary: true });
  });
}

/* The network first, but nobody waits for a bad one while the page is here. */
function page(request) {
  return new Promise(function (resolve, reject) {
    var timer = setTimeout(function () {
      kept(request).then(function (hit) { if (hit) resolve(hit); });
    }, PATIENCE);
    function instead(answer, error) {
      clearTimeout(timer);
      kept(request).then(function (hit) {
        if (hit || answer) resolve(hit || answer);
        else reject(error);
      });
    }
    fetch(request).then(function (answer) {
      if (answer.status >= 500) return instead(answer);
      clearTimeout(timer);
      resolve(answer);
    }, function (error) { instead(null, error); });
  });
}

self.addEventListener("fetch", function (event) {
  var request = event.request, place = new URL(request.url);
  if (request.method !== "GET" || place.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (place.pathname.indexOf("/static/") === 0) {
    event.respondWith(kept(request).then(function (hit) { return hit || fetch(request); }));
  }
});
