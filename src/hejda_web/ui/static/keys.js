// Security keys: hands the login library's own script the form it is to fill in.
// A form says data-key-form (add, authenticate or login), data-key-button and data-key-credential (ids),
// data-key-passwordless (an id, where one may choose), data-key-data (id of the JSON the server sent).
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault(); // what failed is between key and browser; the page says what to do
    document.querySelectorAll("[data-key-fault]").forEach((each) => { each.hidden = false; });
  });
  document.querySelectorAll("form[data-key-form]").forEach((form) => {
    const kind = form.dataset.keyForm;
    const ids = { [kind]: form.dataset.keyButton, credential: form.dataset.keyCredential };
    if (form.dataset.keyPasswordless) ids.passwordless = form.dataset.keyPasswordless;
    if (form.dataset.keyData) ids.data = form.dataset.keyData;
    window.allauth.webauthn.forms[`${kind}Form`]({ ids });
  });
});
