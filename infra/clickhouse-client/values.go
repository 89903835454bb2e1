package main

import (
	"fmt"
	"math"
	"net"
	"reflect"
	"strconv"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// scan reads a row into values of the types that the driver itself names, and returns them as JSON can hold them.
func scan(rows driver.Rows) ([]any, error) {
	types := rows.ColumnTypes()
	targets := make([]any, len(types))
	for i, columnType := range types {
		targets[i] = reflect.New(columnType.ScanType()).Interface()
	}
	if err := rows.Scan(targets...); err != nil {
		return nil, err
	}
	row := make([]any, len(targets))
	for i, target := range targets {
		row[i] = plain(reflect.ValueOf(target).Elem())
	}
	return row, nil
}

// plain makes numbers texts, because JSON's are doubles, and bytes characters, because not all texts are UTF-8.
func plain(value reflect.Value) any {
	if !value.IsValid() {
		return nil
	}
	if value.Kind() == reflect.Pointer || value.Kind() == reflect.Interface {
		return plain(value.Elem())
	}
	switch known := value.Interface().(type) {
	case time.Time:
		return known.UTC().Format(time.RFC3339Nano)
	case net.IP:
		return known.String()
	case fmt.Stringer:
		return known.String()
	}
	switch value.Kind() {
	case reflect.Slice, reflect.Array:
		items := make([]any, value.Len())
		for i := range items {
			items[i] = plain(value.Index(i))
		}
		return items
	case reflect.Map:
		entries := make(map[string]any, value.Len())
		for _, key := range value.MapKeys() {
			entries[fmt.Sprint(plain(key))] = plain(value.MapIndex(key))
		}
		return entries
	case reflect.String:
		return characters(value.String())
	case reflect.Float32:
		return float(value.Float(), 32)
	case reflect.Float64:
		return float(value.Float(), 64)
	case reflect.Bool:
		return value.Bool()
	default:
		return fmt.Sprint(value.Interface())
	}
}

func float(value float64, bits int) string {
	switch {
	case math.IsNaN(value) && math.Signbit(value):
		return "-nan"
	case math.IsNaN(value):
		return "nan"
	case math.IsInf(value, 1):
		return "inf"
	case math.IsInf(value, -1):
		return "-inf"
	}
	return strconv.FormatFloat(value, 'g', -1, bits)
}

func characters(text string) string {
	runes := make([]rune, len(text))
	for i := range len(text) {
		runes[i] = rune(text[i])
	}
	return string(runes)
}
