// What OTLP has on the wire for logs, as far as it concerns us: names, numbers and types of the fields.
// A table. That it is true is shown by reading with it what the OpenTelemetry SDK has written.

/** @param {Record<string, [id: number, type: string, isRepeated?: boolean]>} fields */
const message = (fields) => ({
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, [id, type, isRepeated]]) => [name, { id, type, ...(isRepeated && { rule: 'repeated' }) }]),
  ),
})

export const otlpLogs = {
  nested: {
    Request: message({ resourceLogs: [1, 'ResourceLogs', true] }),
    ResourceLogs: message({ resource: [1, 'Resource'], scopeLogs: [2, 'ScopeLogs', true], schemaUrl: [3, 'string'] }),
    Resource: message({ attributes: [1, 'KeyValue', true], droppedAttributesCount: [2, 'uint32'] }),
    ScopeLogs: message({ scope: [1, 'Scope'], logRecords: [2, 'LogRecord', true], schemaUrl: [3, 'string'] }),
    Scope: message({ name: [1, 'string'], version: [2, 'string'], attributes: [3, 'KeyValue', true] }),
    LogRecord: message({
      timeUnixNano: [1, 'fixed64'],
      severityNumber: [2, 'int32'],
      severityText: [3, 'string'],
      body: [5, 'AnyValue'],
      attributes: [6, 'KeyValue', true],
      droppedAttributesCount: [7, 'uint32'],
      flags: [8, 'fixed32'],
      traceId: [9, 'bytes'],
      spanId: [10, 'bytes'],
      observedTimeUnixNano: [11, 'fixed64'],
      eventName: [12, 'string'],
    }),
    KeyValue: message({ key: [1, 'string'], value: [2, 'AnyValue'] }),
    ArrayValue: message({ values: [1, 'AnyValue', true] }),
    KeyValueList: message({ values: [1, 'KeyValue', true] }),
    AnyValue: {
      ...message({
        stringValue: [1, 'string'],
        boolValue: [2, 'bool'],
        intValue: [3, 'int64'],
        doubleValue: [4, 'double'],
        arrayValue: [5, 'ArrayValue'],
        kvlistValue: [6, 'KeyValueList'],
        bytesValue: [7, 'bytes'],
      }),
      oneofs: { value: { oneof: ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'] } },
    },
  },
}
