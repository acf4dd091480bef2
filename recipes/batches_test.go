package recipes_test

import (
	"fmt"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
)

func ExampleBatches() {
	canary := recipes.Batches{recipes.Hosts(1), recipes.Percent(25)}
	fmt.Println(canary)
	for left, batch := 10, 0; left > 0; batch++ {
		size := min(canary.Size(batch, 10), left)
		left -= size
		fmt.Print(size, " ")
	}
	// Output:
	// 1, then 25 % at a time
	// 1 2 2 2 2 1
}

func TestSizesOfBatches(t *testing.T) {
	for _, c := range []struct {
		batches   recipes.Batches
		batch, of int
		want      int
	}{
		{nil, 0, 7, 7},
		{nil, 0, 0, 1},
		{recipes.Batches{recipes.Hosts(2)}, 5, 3, 2},
		{recipes.Batches{recipes.Percent(30)}, 0, 2, 1}, // never less than one
		{recipes.Batches{recipes.Percent(30)}, 0, 10, 3},
		{recipes.Batches{recipes.Percent(39)}, 0, 10, 3}, // rounded down
		{recipes.Batches{recipes.Percent(100)}, 0, 3, 3},
		{recipes.Batches{recipes.Hosts(1), recipes.Hosts(5)}, 1, 10, 5},
		{recipes.Batches{recipes.Hosts(1), recipes.Hosts(5)}, 2, 10, 5},
	} {
		if got := c.batches.Size(c.batch, c.of); got != c.want {
			t.Errorf("%s: batch %d of %d hosts: %d, want %d", c.batches, c.batch, c.of, got, c.want)
		}
	}
}

func TestBatchesThatMakeNoSense(t *testing.T) {
	for _, b := range []recipes.Batches{{recipes.Hosts(0)}, {recipes.Hosts(-1)}, {recipes.Percent(0)}, {recipes.Percent(101)}, {{}}, {recipes.Hosts(1), {}}} {
		if b.Validate() == nil {
			t.Errorf("%s is accepted", b)
		}
	}
	for _, b := range []recipes.Batches{nil, {recipes.Hosts(1)}, {recipes.Percent(100), recipes.Hosts(1000)}} {
		if err := b.Validate(); err != nil {
			t.Errorf("%s: %v", b, err)
		}
	}
}

// The number must be exceeded, as Ansible has it for max_fail_percentage.
func TestFailuresMustExceedTheNumber(t *testing.T) {
	for _, c := range []struct {
		most  recipes.Size
		n, of int
		want  bool
	}{
		{recipes.Hosts(0), 0, 4, false},
		{recipes.Hosts(0), 1, 4, true},
		{recipes.Hosts(2), 2, 4, false},
		{recipes.Hosts(2), 3, 4, true},
		{recipes.Percent(50), 2, 4, false},
		{recipes.Percent(49), 2, 4, true},
		{recipes.Percent(33), 1, 3, true},
		{recipes.Percent(34), 1, 3, false},
		{recipes.Percent(100), 3, 3, false},
	} {
		if got := c.most.ExceededBy(c.n, c.of); got != c.want {
			t.Errorf("%d of %d are more than %s: %v", c.n, c.of, c.most, got)
		}
	}
}
