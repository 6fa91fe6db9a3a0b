// Enhancement only: every page works without this file. It finds what it may improve by data attributes and does
// nothing else: error summary in focus, read aloud, print button, countdown and reload, no double send, what htmx may not
// take, hot keys of staff.
(function () {
  "use strict";
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };

  // The summary of what is wrong is the first thing to be read.
  var errors = document.getElementById("errors");
  if (errors) { errors.focus(); }

  // A print button makes sense only where a script can press it.
  all("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // A second press within three seconds sends nothing: the form is on its way. The nonce guards the server.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.getAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "1");
    setTimeout(function () { form.removeAttribute("data-sent"); }, 3000);
  });
  window.addEventListener("pageshow", function () {
    all("form[data-sent]").forEach(function (form) { form.removeAttribute("data-sent"); });
  });

  // A code that runs out says how long it still holds, and is renewed while somebody looks at it.
  all("[data-left]").forEach(function (place) {
    var words = place.getAttribute("data-words");
    var end = Date.now() + 1000 * Number(place.getAttribute("data-left"));
    var timer = setInterval(function () {
      var left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) { place.textContent = words.replace("{0}", left); return; }
      if (document.visibilityState === "visible") { clearInterval(timer); location.reload(); }
    }, 1000);
  });

  // A result that is still on its way is asked for again.
  all("[data-reload]").forEach(function (place) {
    setTimeout(function () { location.reload(); }, 1000 * Number(place.getAttribute("data-reload")));
  });

  // htmx takes a part of a page that the server answered whole. Where another page was answered (the log-in, after a
  // session has ended) or an error, the browser goes there as it would have gone from a plain link.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var answered = event.detail.xhr.responseURL;
    var asked = event.detail.pathInfo.requestPath;
    if (answered && new URL(answered).pathname !== new URL(asked, location.href).pathname) {
      event.detail.shouldSwap = false;
      location.assign(answered);
    }
  });
  document.addEventListener("htmx:responseError", function (event) { location.assign(event.detail.pathInfo.finalRequestPath); });

  // Hot keys of staff pages. They go where the page has a link, and on a button they only put the focus: Enter presses.
  var root = document.documentElement;
  var first = function (selector) { return document.querySelector(selector); };
  var places = { h: "/desk", w: "/desk/worklist", l: "/desk/lookup", i: "/desk/issue", s: "/desk/stock", d: "/desk/day" };
  var going = 0;
  var step = function (by) {
    var rows = all("#main tbody th a,#main .list a");
    var next = rows[rows.indexOf(document.activeElement) + by] || (by > 0 && rows[0]);
    if (next) { next.focus(); }
    return next;
  };
  var pressed = function (key) {
    var after = Date.now() - going < 1500;
    going = 0;
    if (after) {
      var place = places[key] && first('nav.tabs a[href="' + places[key] + '"]');
      if (place) { place.click(); }
      return place;
    }
    if (key === "g") { going = Date.now(); return true; }
    if (key === "?") { location.assign("/staff/help"); return true; }
    if (key === "j") { return step(1); }
    if (key === "k") { return step(-1); }
    var one = key === "/" ? first("#main [data-find] input,#main input[type=text],#main input[type=search]") :
      /^[a-z]$/.test(key) && first('#main [data-key="' + key + '"]');
    if (one) { one.focus(); }
    return one;
  };
  if (root.hasAttribute("data-keys")) {
    document.addEventListener("keydown", function (event) {
      var busy = event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat && event.key === "g";
      if (busy || /^(input|select|textarea)$/i.test(event.target.tagName)) { return; }
      if (pressed(event.key)) { event.preventDefault(); }
    });
  }

  // Reading aloud: the button shows itself only where the browser has a voice for the page's language.
  var button = document.querySelector("[data-read]");
  var speech = window.speechSynthesis;
  if (button && speech && window.SpeechSynthesisUtterance) {
    var lang = document.documentElement.lang;
    var start = button.textContent;
    var voice = function () {
      return speech.getVoices().filter(function (one) { return one.lang.slice(0, 2) === lang.slice(0, 2); })[0];
    };
    var show = function () { button.hidden = !voice(); };
    var stop = function () { speech.cancel(); button.textContent = start; };
    show();
    if (speech.addEventListener) { speech.addEventListener("voiceschanged", show); }
    button.addEventListener("click", function () {
      if (speech.speaking) { stop(); return; }
      button.textContent = button.getAttribute("data-stop");
      var lines = all("#main h1,#main h2,#main h3,#main p,#main li,#main dt,#main dd,#main label,#main legend,#main .btn")
        .filter(function (one) { return one.offsetParent && !one.querySelector("p,li,dt,h1,h2,label,.btn"); })
        .map(function (one) { return one.textContent.trim(); })
        .filter(Boolean);
      lines.forEach(function (line, index) {
        var said = new SpeechSynthesisUtterance(line);
        said.lang = lang;
        said.voice = voice();
        if (index === lines.length - 1) { said.onend = stop; }
        speech.speak(said);
      });
    });
    window.addEventListener("pagehide", function () { speech.cancel(); });
  }
})();
