// Chooses light or dark before the first paint, so that the page does not flash; app.js changes it later.
'use strict';
(() => {
  let kept = null;
  try {
    kept = localStorage.getItem('portside.theme');
  } catch {
    // storage is forbidden: the system decides
  }
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
})();
