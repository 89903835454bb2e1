// Asks a ClickHouse HTTP interface with clickhouse-go, as Grafana's plugin does, and prints what it got as JSON.
//
//	clickhouse-client < question.json
//
// The question: {"address": "127.0.0.1:8123", "user": "u", "password": "p", "compression": "gzip",
// "queries": [{"sql": "SELECT 1", "parameters": {"name": "value"}, "settings": {"max_threads": 1}}]}.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

type question struct {
	Address     string  `json:"address"`
	User        string  `json:"user"`
	Password    string  `json:"password"`
	Compression string  `json:"compression"`
	Queries     []query `json:"queries"`
}

type query struct {
	SQL        string            `json:"sql"`
	Parameters map[string]string `json:"parameters"`
	Settings   map[string]any    `json:"settings"`
	// A statement without an answer, such as INSERT.
	Exec bool `json:"exec"`
}

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type answer struct {
	Columns []column `json:"columns,omitempty"`
	Rows    [][]any  `json:"rows,omitempty"`
	Code    int32    `json:"code,omitempty"`
	Error   string   `json:"error,omitempty"`
}

var methods = map[string]clickhouse.CompressionMethod{
	"none":    clickhouse.CompressionNone,
	"lz4":     clickhouse.CompressionLZ4,
	"zstd":    clickhouse.CompressionZSTD,
	"gzip":    clickhouse.CompressionGZIP,
	"deflate": clickhouse.CompressionDeflate,
	"br":      clickhouse.CompressionBrotli,
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintf(os.Stderr, "clickhouse-client: %v\n", err)
		os.Exit(1)
	}
}

func run() error {
	var asked question
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return fmt.Errorf("the question on standard input is no JSON: %w", err)
	}
	method, known := methods[asked.Compression]
	if !known {
		return fmt.Errorf("the compression is %q, expected none, lz4, zstd, gzip, deflate or br", asked.Compression)
	}
	conn, err := clickhouse.Open(&clickhouse.Options{
		Addr:        []string{asked.Address},
		Protocol:    clickhouse.HTTP,
		Auth:        clickhouse.Auth{Database: "default", Username: asked.User, Password: asked.Password},
		Compression: &clickhouse.Compression{Method: method},
	})
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	answers := make([]answer, 0, len(asked.Queries))
	for _, query := range asked.Queries {
		answers = append(answers, ask(ctx, conn, query))
	}
	return json.NewEncoder(os.Stdout).Encode(answers)
}

func ask(ctx context.Context, conn clickhouse.Conn, asked query) answer {
	ctx = clickhouse.Context(ctx, clickhouse.WithParameters(asked.Parameters), clickhouse.WithSettings(asked.Settings))
	if asked.Exec {
		return failed(conn.Exec(ctx, asked.SQL))
	}
	rows, err := conn.Query(ctx, asked.SQL)
	if err != nil {
		return failed(err)
	}
	defer rows.Close()
	got := answer{}
	for _, columnType := range rows.ColumnTypes() {
		got.Columns = append(got.Columns, column{columnType.Name(), columnType.DatabaseTypeName()})
	}
	for rows.Next() {
		row, err := scan(rows)
		if err != nil {
			return failed(err)
		}
		got.Rows = append(got.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return failed(err)
	}
	return got
}

func failed(err error) answer {
	var exception *clickhouse.Exception
	if errors.As(err, &exception) {
		return answer{Code: exception.Code, Error: exception.CodeName}
	}
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{}
}
