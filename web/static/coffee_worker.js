/* Keeps the note page of a coffee session on the device. It answers for note pages alone: its
   address is its scope. Nothing is sent from here; the page's own queue does that. */
"use strict";
var KEPT = "ca-phe-1", PATIENCE = 5000;

self.addEventListener("install", function (event) { event.waitUntil(self.skipWaiting()); });
self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

function isPage(answer) { return answer.ok && !answer.redirected; }

function put(request, answer) {
  var copy = answer.clone();
  return caches.open(KEPT).then(function (kept) { return kept.put(request, copy); });
}

/* What the page names, and the page itself as it stands now. */
self.addEventListener("message", function (event) {
  if (event.data.keep) {
    event.waitUntil(Promise.all(event.data.keep.map(function (address) {
      return fetch(address, { credentials: "same-origin" }).then(function (answer) {
        if (isPage(answer)) return put(address, answer);
      }, function () { /* no network: what is kept stays */ });
    })).then(function () { if (event.ports[0]) event.ports[0].postMessage("kept"); }));
  }
  if (event.data.forget) {
    event.waitUntil(caches.open(KEPT).then(function (kept) { return kept.delete(event.data.forget); }));
  }
});

function kept(request) { return caches.match(request, { ignoreSearch: true, ignoreVary: true }); }

/* The network first, but nobody waits for a bad one while the page is here. */
function page(request) {
  return new Promise(function (resolve, reject) {
    var timer = setTimeout(function () {
      kept(request).then(function (hit) { if (hit) resolve(hit); });
    }, PATIENCE);
    fetch(request).then(function (answer) {
      clearTimeout(timer);
      if (isPage(answer)) put(request.url.split("?")[0], answer);
      resolve(answer);
    }, function (error) {
      clearTimeout(timer);
      kept(request).then(function (hit) { if (hit) resolve(hit); else reject(error); });
    });
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
