package main

import (
	"fmt"
	"os"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// Dockerfile is what the builder makes of one before it builds.
type Dockerfile struct {
	// Names of its stages, in their order; "" for one without.
	Stages []string `json:"stages"`
	// What the builder would warn of while it reads the file.
	Warnings []string `json:"warnings"`
}

func parseDockerfile(path string) (*Dockerfile, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	parsed, err := parser.Parse(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	found := &Dockerfile{Stages: []string{}, Warnings: []string{}}
	for _, warning := range parsed.Warnings {
		found.Warnings = append(found.Warnings, warning.Short)
	}
	lint := linter.New(&linter.Config{
		Warn: func(_, _, _, message string, _ []parser.Range) {
			found.Warnings = append(found.Warnings, message)
		},
	})
	stages, _, err := instructions.Parse(parsed.AST, lint)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, stage := range stages {
		found.Stages = append(found.Stages, stage.Name)
	}
	return found, nil
}
