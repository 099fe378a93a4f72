import {html} from "htl";

/** Asks before something that cannot be undone; resolves to false for Escape and Cancel. */
export function confirmDialog(question: string, consequence: string, action: string): Promise<boolean> {
  const dialog = html`<dialog class="who-dialog" aria-labelledby="confirm-title">
    <form method="dialog">
      <h2 id="confirm-title">${question}</h2>
      <p>${consequence}</p>
      <div class="dialog-buttons">
        <button type="submit" value="cancel" autofocus>Cancel</button>
        <button type="submit" value="yes" class="primary">${action}</button>
      </div>
    </form>
  </dialog>` as HTMLDialogElement;
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
