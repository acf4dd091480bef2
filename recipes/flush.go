package recipes

import "slices"

// Flush pays, at this point of the host's work, every handler declared so far
// that is owed and does not roll: what follows can rely on a restart that what
// precedes asked for. A handler that is notified again later is owed again,
// and paid at the next flush or at the end of the stage. In output the early
// payment is a line of its own, "handler NAME (flushed early)".
//
// A handler whose action fails keeps what follows from being done, as any
// task that fails.
func (h *Host) Flush() {
	h.flushes++
	for _, hd := range h.Handlers {
		h.Work = append(h.Work, Work{Task: Debt{Handler: hd, Flush: h.flushes}})
	}
}

// dropRolling takes the handlers that roll out of the flushes. Whether they do
// is known only when all roles have had their say.
func (h *Host) dropRolling() {
	h.Work = slices.DeleteFunc(h.Work, func(w Work) bool {
		debt, ok := w.Task.(Debt)
		return ok && debt.Handler.Rolling != nil
	})
}
