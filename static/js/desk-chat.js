/* On every page of the desk, for those who answer chats: says now and then that they are here, and tells them when
 * someone waits. Asks once only on the pages of those who do not take chats. */
(function () {
  "use strict";
  var EVERY = 20000;
  var words = document.currentScript.dataset;
  var used = true;
  var sign = null;

  ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"].forEach(function (name) {
    document.addEventListener(name, function () { used = true; }, { passive: true, capture: true });
  });

  // Where the chats are listed, one sees it there.
  function show(text) {
    if (document.querySelector("[data-chat-list]")) text = "";
    if (!sign) {
      if (!text) return;
      sign = document.createElement("p");
      sign.className = "desk-chat-sign";
      sign.setAttribute("role", "status");
      document.body.appendChild(sign);
    }
    sign.hidden = !text;
    if (sign.textContent === text) return;
    sign.textContent = "";
    if (!text) return;
    var link = document.createElement("a");
    link.href = words.chats;
    link.textContent = text;
    sign.appendChild(link);
  }

  function told(here) {
    if (here.waiting === 1) return words.oneWaiting;
    if (here.waiting) return words.waiting + " " + here.waiting;
    return here.unanswered ? words.unanswered : "";
  }

  function ask() {
    var options = { credentials: "same-origin", cache: "no-store", headers: {} };
    if (!used) options.headers.Unattended = "yes";
    used = false;
    fetch(words.chatHere, options).then(function (response) {
      if (!response.ok || response.redirected) return { answers: false };
      return response.json();
    }).then(function (here) {
      if (!here.answers) { show(""); return; }
      show(told(here));
      setTimeout(ask, EVERY);
    })["catch"](function () { setTimeout(ask, EVERY); });
  }
  ask();
})();
