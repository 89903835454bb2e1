// Reads a compose file as Docker Compose does (the same library: schema, interpolation, extension, consistency) and prints
// the project that comes of it as JSON.
//
//	compose docker-compose.yml .env
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	if len(os.Args) != 3 {
		fail(2, fmt.Errorf("%d arguments, expected a compose file and an environment file", len(os.Args)-1))
	}
	text, err := load(os.Args[1], os.Args[2])
	if err != nil {
		fail(1, err)
	}
	os.Stdout.Write(text)
}

// The environment of this process plays no part: what the file needs must be in the environment file.
func load(composeFile, envFile string) ([]byte, error) {
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
	project, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}

func fail(code int, err error) {
	fmt.Fprintf(os.Stderr, "compose: %v\n", err)
	os.Exit(code)
}
