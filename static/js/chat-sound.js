/* A short sound when an answer comes, for who turned it on. Made by the browser: there is no file, and nothing is said.
 * That it is on is remembered as long as the tab is open, and forgotten by "Leave this site". */
(function () {
  "use strict";
  var KEY = "chat.sound";
  var Context = window.AudioContext || window.webkitAudioContext;
  var audio = null;

  function isOn() { try { return sessionStorage.getItem(KEY) === "on"; } catch (e) { return false; } }
  function remember(on) {
    try { if (on) sessionStorage.setItem(KEY, "on"); else sessionStorage.removeItem(KEY); } catch (e) { /* refused: then it is on as long as the box is ticked */ }
  }

  // Two soft notes, a quarter of a second together.
  function notes() {
    [660, 880].forEach(function (pitch, number) {
      var from = audio.currentTime + number * 0.12;
      var tone = audio.createOscillator();
      var volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, from);
      volume.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.13);
      tone.connect(volume);
      volume.connect(audio.destination);
      tone.start(from);
      tone.stop(from + 0.14);
    });
  }

  // Browsers let a page be heard only once something in it was pressed; then a sound for what came before would mislead.
  function play() {
    var asked = Date.now();
    audio = audio || new Context();
    audio.resume().then(function () { if (Date.now() - asked < 1000) notes(); });
  }

  function begin() {
    if (!Context) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-sound]"), function (part) {
      part.hidden = false;
      part.querySelector("input").checked = isOn();
    });
  }

  document.addEventListener("change", function (event) {
    if (!event.target.closest || !event.target.closest("[data-sound]")) return;
    remember(event.target.checked);
    // Once, so that one hears what it is.
    if (event.target.checked) play();
  });
  document.addEventListener("fs:answer", function () {
    var wanted = document.querySelector("[data-sound] input");
    if (wanted && wanted.checked) play();
  });
  document.addEventListener("fs:leave", function () { if (audio) audio.close(); });
  document.addEventListener("fs:main", begin);
  begin();
})();
