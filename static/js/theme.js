/* Light, dark, or as the system says. Loaded in <head> without defer: the theme must be set before the first paint.

   Hooks: <button data-theme-toggle aria-label="Theme: as the system">, and for other languages
   data-label-auto, data-label-light, data-label-dark on it. */
(() => {
  const ORDER = ["auto", "light", "dark"];
  const LABEL = { auto: "Theme: as the system", light: "Theme: light", dark: "Theme: dark" };

  const stored = () => {
    try { return localStorage.getItem("theme") ?? "auto"; } catch { return "auto"; } // storage may be forbidden
  };

  let theme = stored();

  const apply = () => {
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-theme-toggle]"))
      button.setAttribute("aria-label", button.getAttribute(`data-label-${theme}`) ?? LABEL[theme]);
  };

  apply();
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", event => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
    try { localStorage.setItem("theme", theme); } catch { /* then for this page only */ }
    apply();
  });
})();
