/* Says whether someone answers the phone at this moment. The hours stand in the page; without this, nothing is lost. */
(function () {
  "use strict";

  if (!window.fetch) return;
  Array.prototype.forEach.call(document.querySelectorAll("[data-open-now]"), function (place) {
    fetch(place.getAttribute("data-open-now"), { credentials: "omit" })
      .then(function (response) { return response.ok ? response.text() : ""; })
      .then(function (sentence) { place.innerHTML = sentence; })
      .catch(function () { /* offline: the hours are there to read */ });
  });
})();
