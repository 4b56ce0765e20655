/* On pages of a report, a case or a chat: each step takes the place of the one before, so that Back goes to where the
 * person was before they began. Without this script forms and links work as they always do.
 *
 * Forms go by XMLHttpRequest, since only that tells how much of a file has been sent. The server answers with the
 * next address in X-Go-To (home/in_place.py), or with the page again and what to put right. */
(function () {
  "use strict";
  var words = document.currentScript ? document.currentScript.dataset : {};
  var busy = null;
  var left = false;

  // The first part of the address; a language may stand before it.
  function flow(path) { return path.replace(/^\/[a-z]{2}\//, "/").split("/")[1]; }
  function inFlow(address) {
    return address.origin === location.origin && flow(address.pathname) === flow(location.pathname);
  }

  // Read as attributes: a field named "action" or "method" would hide the form's own properties.
  function target(form, submitter) {
    var chosen = submitter && submitter.getAttribute("formaction");
    return new URL(chosen || form.getAttribute("action") || location.href, location.href);
  }
  function posts(form) { return (form.getAttribute("method") || "").toLowerCase() === "post"; }

  function announce(form, text) {
    var line = form.querySelector(".fs-sending");
    if (!line) {
      line = document.createElement("p");
      line.className = "fs-sending";
      line.setAttribute("role", "alert");
      form.appendChild(line);
    }
    line.textContent = text;
  }

  function settle(form) {
    busy = null;
    if (!form) return;
    form.removeAttribute("aria-busy");
    Array.prototype.forEach.call(form.querySelectorAll("[type=submit]"), function (button) { button.removeAttribute("aria-disabled"); });
    var bar = form.querySelector("progress.fs-sending-bar");
    if (bar) bar.parentNode.removeChild(bar);
  }

  function start(form) {
    form.setAttribute("aria-busy", "true");
    Array.prototype.forEach.call(form.querySelectorAll("[type=submit]"), function (button) { button.setAttribute("aria-disabled", "true"); });
  }

  function hasFiles(form) {
    return Array.prototype.some.call(form.querySelectorAll("input[type=file]"), function (input) { return input.files && input.files.length; });
  }

  function showProgress(form, request) {
    var bar = document.createElement("progress");
    bar.className = "fs-sending-bar";
    bar.max = 100;
    bar.setAttribute("aria-label", words.sending || "");
    form.appendChild(bar);
    announce(form, words.sending || "");
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) bar.value = Math.round(100 * event.loaded / event.total);
    });
  }

  // Answers that say only that it went wrong: taking the place of the page, they would take what was typed with it.
  function failed(status) { return status === 400 || status === 403 || status === 413 || status >= 500; }

  // The same page again, with what to put right.
  function show(request, form) {
    var page = new DOMParser().parseFromString(request.responseText, "text/html");
    var next = page.getElementById("main");
    var main = document.getElementById("main");
    if (!next || !main) { settle(form); announce(form, words.refused || ""); return; }
    document.title = page.title;
    main.innerHTML = next.innerHTML;
    settle(null);
    window.scrollTo(0, 0);
    document.dispatchEvent(new CustomEvent("fs:main"));
    if (!main.querySelector("[data-autofocus]")) main.focus();
  }

  function send(form, submitter) {
    var data = new FormData(form);
    if (submitter && submitter.name) data.append(submitter.name, submitter.value);
    var request = new XMLHttpRequest();
    var action = target(form, submitter).href.split("#")[0];
    request.open("POST", action);
    request.setRequestHeader("X-In-Place", "1");
    request.addEventListener("load", function () {
      if (left) return;
      var to = request.getResponseHeader("X-Go-To");
      if (to) location.replace(to);
      else if (failed(request.status)) { settle(form); announce(form, (request.status === 413 ? words.refused : words.wrong) || ""); }
      else if (request.responseURL && request.responseURL !== action) location.replace(request.responseURL);
      else show(request, form);
    });
    request.addEventListener("error", function () { settle(form); if (!left) announce(form, words.failed || ""); });
    busy = request;
    start(form);
    if (hasFiles(form)) showProgress(form, request);
    request.send(data);
  }

  var pressed = null;
  document.addEventListener("click", function (event) {
    pressed = event.target.closest ? event.target.closest("[type=submit]") : null;
    var link = event.target.closest && event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.getAttribute("href").charAt(0) === "#" || !inFlow(link)) return;
    event.preventDefault();
    location.replace(link.href);
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var submitter = event.submitter || (pressed && pressed.form === form ? pressed : null);
    if (event.defaultPrevented || !posts(form) || form.hasAttribute("data-plain") || !inFlow(target(form, submitter))) return;
    event.preventDefault();
    if (!busy) send(form, submitter);
  });

  document.addEventListener("fs:leave", function () { left = true; if (busy) busy.abort(); });
  window.addEventListener("pageshow", function () { Array.prototype.forEach.call(document.forms, settle); });
})();
