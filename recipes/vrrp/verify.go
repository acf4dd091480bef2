package vrrp

import "github.com/hrun-dev/hrun/recipes/internal/health"

// Verify is what the recipe vrrp/verify expects of the nodes besides that they
// are as described.
type Verify = health.Parameters
