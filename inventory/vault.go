package inventory

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// vaultHeader is how everything begins that ansible-vault has encrypted.
const vaultHeader = "$ANSIBLE_VAULT;"

var (
	errNoVaultPassword    = errors.New("it is encrypted with ansible-vault, and no vault password is given (--vault-password-file, ANSIBLE_VAULT_PASSWORD_FILE or --ask-vault-pass)")
	errWrongVaultPassword = errors.New("it is encrypted with ansible-vault, and not with the vault password that is given")
	errVaultDamaged       = errors.New("it is encrypted with ansible-vault, and damaged")
)

// decryptVault decrypts what ansible-vault has encrypted, with whichever of the
// passwords fits: the id in a header of version 1.2 is only a hint. The format
// is described in Ansible's documentation under "Format of files encrypted with
// Ansible Vault".
func decryptVault(text string, passwords []Password) (string, error) {
	header, body, _ := strings.Cut(strings.TrimSpace(text), "\n")
	fields := strings.Split(strings.TrimSpace(header), ";")
	if len(fields) < 3 || fields[1] != "1.1" && fields[1] != "1.2" || fields[2] != "AES256" {
		return "", fmt.Errorf("it is encrypted with ansible-vault in a format that cannot be read here: there are 1.1 and 1.2 with AES256")
	}
	outer, err := hex.DecodeString(strings.Join(strings.Fields(body), ""))
	if err != nil {
		return "", errVaultDamaged
	}
	var parts [3][]byte // salt, HMAC, ciphertext
	lines := strings.Split(string(outer), "\n")
	if len(lines) != len(parts) {
		return "", errVaultDamaged
	}
	for i, line := range lines {
		if parts[i], err = hex.DecodeString(strings.TrimSpace(line)); err != nil {
			return "", errVaultDamaged
		}
	}
	if len(passwords) == 0 {
		return "", errNoVaultPassword
	}
	for _, p := range passwords {
		plain, fits, err := openVault(parts[0], parts[1], parts[2], p)
		if fits || err != nil {
			return plain, err
		}
	}
	return "", errWrongVaultPassword
}

// openVault derives two keys and a counter from the password, and reports
// whether it is the one that the ciphertext was signed with.
func openVault(salt, sum, ciphertext []byte, password Password) (plain string, fits bool, err error) {
	derived, err := pbkdf2.Key(sha256.New, string(password), salt, 10_000, 32+32+aes.BlockSize)
	if err != nil {
		return "", false, err
	}
	mac := hmac.New(sha256.New, derived[32:64])
	mac.Write(ciphertext)
	if !hmac.Equal(mac.Sum(nil), sum) {
		return "", false, nil
	}
	block, err := aes.NewCipher(derived[:32])
	if err != nil {
		return "", true, err
	}
	padded := slices.Clone(ciphertext)
	cipher.NewCTR(block, derived[64:]).XORKeyStream(padded, padded)
	if len(padded) == 0 {
		return "", true, errVaultDamaged
	}
	padding := int(padded[len(padded)-1]) // RFC 5652, 6.3
	if padding == 0 || padding > aes.BlockSize || padding > len(padded) {
		return "", true, errVaultDamaged
	}
	return string(padded[:len(padded)-padding]), true, nil
}
