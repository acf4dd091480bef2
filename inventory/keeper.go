package inventory

import (
	"slices"
	"sync"
)

// keeper reads values from where an inventory names them, each once, and knows
// all secrets that were read. It may be used from several goroutines.
type keeper struct {
	from Sources

	mu     sync.Mutex
	read   map[string]answer // by source
	vaults *answerOf[[]Password]
	known  []Password
	isIn   map[Password]bool
}

// answer is what came of reading a value.
type answer = answerOf[string]

type answerOf[T any] struct {
	value T
	err   error
}

func newKeeper(from Sources) *keeper {
	return &keeper{from: from, read: map[string]answer{}, isIn: map[Password]bool{}}
}

// keeper returns that of the host's inventory. A host that has none reads what
// the zero [Sources] do.
func (h Host) keeper() *keeper {
	if h.secrets == nil {
		return newKeeper(Sources{})
	}
	return h.secrets
}

// once returns what read returns for that key the first time.
func (k *keeper) once(key string, read func() (string, error)) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if got, ok := k.read[key]; ok {
		return got.value, got.err
	}
	value, err := read()
	k.read[key] = answer{value, err}
	k.learn(value)
	return value, err
}

// passwords returns those of ansible-vault. The keeper is locked.
func (k *keeper) passwords() ([]Password, error) {
	if k.vaults == nil {
		k.vaults = &answerOf[[]Password]{}
		if k.from.VaultPasswords != nil {
			k.vaults.value, k.vaults.err = k.from.VaultPasswords()
		}
		for _, p := range k.vaults.value {
			k.learn(string(p))
		}
	}
	return k.vaults.value, k.vaults.err
}

// decrypt decrypts what ansible-vault has encrypted. What is in a whole file is
// learnt value by value.
func (k *keeper) decrypt(text string) (string, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	passwords, err := k.passwords()
	if err != nil {
		return "", err
	}
	return decryptVault(text, passwords)
}

// vaulted returns a single value that ansible-vault has encrypted.
func (k *keeper) vaulted(text string) (string, error) {
	return k.once("vault\x00"+text, func() (string, error) {
		passwords, err := k.passwords()
		if err != nil {
			return "", err
		}
		return decryptVault(text, passwords)
	})
}

// know keeps a secret that the inventory holds.
func (k *keeper) know(secret string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.learn(secret)
}

// learn is know for who has the lock.
func (k *keeper) learn(secret string) {
	if p := Password(secret); p != "" && !k.isIn[p] {
		k.isIn[p] = true
		k.known = append(k.known, p)
	}
}

func (k *keeper) all() []Password {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.known)
}
