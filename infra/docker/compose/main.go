// Reads a compose file as Docker Compose does, and the Dockerfiles that it builds as Docker's builder does, with the libraries that
// those are made of. Prints what comes of it as JSON: {"project": ..., "dockerfiles": {"FILE": {"stages": [...], "warnings": [...]}}}.
//
//	compose docker-compose.yml .env
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// Report is what is printed.
type Report struct {
	Project     *types.Project         `json:"project"`
	Dockerfiles map[string]*Dockerfile `json:"dockerfiles"`
}

func main() {
	if len(os.Args) != 3 {
		fail(2, fmt.Errorf("%d arguments, expected a compose file and an environment file", len(os.Args)-1))
	}
	report, err := read(os.Args[1], os.Args[2])
	if err != nil {
		fail(1, err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		fail(1, err)
	}
}

func read(composeFile, envFile string) (*Report, error) {
	project, err := load(composeFile, envFile)
	if err != nil {
		return nil, err
	}
	report := &Report{Project: project, Dockerfiles: map[string]*Dockerfile{}}
	for _, service := range project.Services {
		if service.Build == nil || report.Dockerfiles[service.Build.Dockerfile] != nil {
			continue
		}
		file, err := parseDockerfile(filepath.Join(service.Build.Context, service.Build.Dockerfile))
		if err != nil {
			return nil, err
		}
		report.Dockerfiles[service.Build.Dockerfile] = file
	}
	return report, nil
}

// The environment of this process plays no part: what the file needs must be in the environment file.
func load(composeFile, envFile string) (*types.Project, error) {
	options, err := cli.NewProjectOptions(
		[]string{composeFile},
		cli.WithEnvFiles(envFile),
		cli.WithDotEnv,
		cli.WithProfiles([]string{"*"}),
		cli.WithResolvedPaths(true),
	)
	if err != nil {
		return nil, err
	}
	return options.LoadProject(context.Background())
}

func fail(code int, err error) {
	fmt.Fprintf(os.Stderr, "compose: %v\n", err)
	os.Exit(code)
}
