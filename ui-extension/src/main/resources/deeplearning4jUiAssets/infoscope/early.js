// Before anything is painted: light or dark, if the reader has chosen. Not a module, which would come too late.
try {
  const chosen = localStorage.getItem('infoscope.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
} catch {
  // Without a storage the page follows the system.
}
