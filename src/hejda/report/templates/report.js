"use strict";
// The page works without this. It only adds: the document's language, a filter, and open or close all.
(function () {
  var root = document.documentElement;
  document.querySelectorAll("input.choice").forEach(function (choice) {
    choice.addEventListener("change", function () {
      root.lang = choice.id === "in-english" ? "en" : "sv";
    });
  });
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (var at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") { at.open = true; }
    }
    if (target) { target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  document.querySelectorAll(".tools").forEach(function (tools) {
    var table = tools.nextElementSibling;
    var people = Array.from(table.querySelectorAll("tbody.person"));
    var hits = tools.querySelector(".hits");
    tools.hidden = false;
    tools.querySelector(".filter").addEventListener("input", function (event) {
      var wanted = event.target.value.trim().toLocaleLowerCase();
      var found = 0;
      people.forEach(function (person) {
        var miss = wanted !== "" && !person.rows[0].textContent.toLocaleLowerCase().includes(wanted);
        person.hidden = miss;
        if (!miss) { found += 1; }
      });
      hits.textContent = wanted === "" ? "" : found + " / " + people.length;
    });
    function all(open) {
      table.querySelectorAll("tbody.person:not([hidden]) .why > td > details").forEach(function (part) {
        part.open = open;
      });
    }
    tools.querySelector(".open-all").addEventListener("click", function () { all(true); });
    tools.querySelector(".close-all").addEventListener("click", function () { all(false); });
  });
})();
