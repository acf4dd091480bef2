package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
)

// batches is a flag such as "1,25%".
type batches struct{ recipes.Batches }

func (b *batches) Set(text string) error {
	b.Batches = nil
	for _, word := range strings.Split(text, ",") {
		size, err := parseSize(strings.TrimSpace(word))
		if err != nil {
			return err
		}
		b.Batches = append(b.Batches, size)
	}
	return b.Validate()
}

func (b *batches) String() string {
	if b.Batches == nil {
		return ""
	}
	return b.Batches.String()
}

func (*batches) Type() string { return "N|N%" }

func parseSize(word string) (recipes.Size, error) {
	number, isPercent := strings.CutSuffix(word, "%")
	n, err := strconv.Atoi(number)
	if err != nil {
		return recipes.Size{}, fmt.Errorf("%q is no number of hosts and no percentage", word)
	}
	if isPercent {
		return recipes.Percent(n), nil
	}
	return recipes.Hosts(n), nil
}

// failures is a flag that is a percentage from 0 to 100, with or without the sign.
type failures struct{ recipes.Size }

func (f *failures) Set(text string) error {
	n, err := strconv.Atoi(strings.TrimSuffix(text, "%"))
	if err != nil || n < 0 || n > 100 {
		return fmt.Errorf("%q is no percentage from 0 to 100", text)
	}
	f.Size = recipes.Percent(n)
	return nil
}

func (*failures) Type() string { return "N" }
