/** Dutch words of notes and of the shift's handover. */
export const handover = {};
