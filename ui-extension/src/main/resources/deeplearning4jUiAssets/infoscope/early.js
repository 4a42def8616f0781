// Before anything is painted: light or dark, if the reader has chosen. Not a module, which would come too late.
try {
  const chosen = localStorage.getItem('infoscope.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Without a storage the page follows the system.
}
// What has not arrived cannot say so itself. Scripts that are async are asked for again by the page.
addEventListener('error', ({ target }) => {
  const words = document.getElementById('state-text');
  if (words && target instanceof HTMLScriptElement && !target.async) {
    words.textContent = 'A part of this page did not arrive: reload it';
    document.getElementById('state').dataset.state = 'lost';
    document.querySelector('.loading')?.remove();
  }
}, true);
// Where all has come fast so far, the program that draws the charts, the largest script of all, is asked for at once, before those that the page needs
// last; otherwise first.js sees to it.
const FAST_MILLIS = 500;
const { charts } = document.currentScript.dataset;
if (charts && performance.now() < FAST_MILLIS) {
  document.head.append(Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', href: charts }));
}
