package inventory

import "strings"

// unseal returns the text of a file, decrypted if ansible-vault has encrypted
// it, and a place that says so of everything in it.
func (k *keeper) unseal(data []byte, at place) ([]byte, place, error) {
	if !strings.HasPrefix(string(data), vaultHeader) {
		return data, at, nil
	}
	text, err := k.decrypt(string(data))
	if err != nil {
		return nil, at, at.faultf("%w", err)
	}
	at.sealed = true
	return []byte(text), at, nil
}

// knowSealed keeps the values of an encrypted file that may be secret. How a
// host is reached is none, or half of what a run prints would be.
func (k *keeper) knowSealed(name string, n node) {
	ours := strings.HasPrefix(name, "ansible_") || strings.HasPrefix(name, "hrun_")
	if !n.place.sealed || ours && !isSecret(name) {
		return
	}
	if n.kind == text || n.kind == verbatim || n.kind == number {
		k.know(n.text)
	}
	for _, item := range n.items {
		k.knowSealed(name, item)
	}
	for _, e := range n.pairs {
		k.knowSealed(name, e.value)
	}
}
