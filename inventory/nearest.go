package inventory

// nearest returns the candidate with the smallest edit distance to name, the
// first of several, or "" if all are too far away to be meant.
func nearest(name string, candidates []string) string {
	best, bound := "", min(len(name)-1, max(1, len(name)/3))
	for _, c := range candidates {
		if d := distance(name, c); d <= bound && c != name {
			best, bound = c, d-1
		}
	}
	return best
}

// distance returns how many bytes must be put in, taken out, replaced or
// swapped with their neighbour to turn a into b (optimal string alignment).
func distance(a, b string) int {
	before, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		now := make([]int, len(b)+1)
		now[0] = i
		for j := 1; j <= len(b); j++ {
			replace := last[j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			now[j] = min(replace, last[j]+1, now[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
		before, last = last, now
	}
	return last[len(b)]
}
