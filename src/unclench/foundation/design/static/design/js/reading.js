// Shows a reading setting at once, before it is kept. Keeping is the form's own work.

const root = document.documentElement;

for (const form of document.querySelectorAll("form[data-reading]")) {
  form.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "radio") root.setAttribute(`data-${target.name}`, target.value);
  });
}
