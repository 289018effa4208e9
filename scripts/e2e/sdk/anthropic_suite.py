"""The official Python SDK talks to the proxy and tells what it got, a line for each case; anthropic.txt has the lines it must be.

    ANTHROPIC_BASE_URL=… ANTHROPIC_API_KEY=… python3 anthropic_suite.py
"""

import json

from anthropic import Anthropic, APIError, APIStatusError

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
PDF = "JVBERi0xLjQKJSVFT0YK"

client = Anthropic(max_retries=0, timeout=30)


def ask(scenario, **more):
    prompt = {"role": "user", "content": f"scenario:sdk-{scenario} Please."}
    return {"model": "claude-opus-5-5", "max_tokens": 2000, "messages": [prompt], **more}


def whole(params):
    return client.messages.create(**params)


def streamed(params):
    with client.messages.stream(**params) as stream:
        return stream.get_final_message()


WAYS = {"whole": whole, "streamed": streamed}


def tell(name, work):
    try:
        told = work()
    except Exception as error:
        told = f"threw {error!r}"
    print(f"{name}: {told}")


def show(message):
    return f"{', '.join(block(it) for it in message.content)}; {message.stop_reason}"


def block(it):
    match it.type:
        case "text":
            return f"text [{it.text}]"
        case "thinking":
            return f"thinking [{it.thinking}] {'signed' if it.signature else 'unsigned'}"
        case "tool_use":
            return f"{it.name} {json.dumps(it.input, ensure_ascii=False, separators=(',', ':'))}"
        case other:
            return other


def usage(send):
    it = send(ask("usage")).usage
    return f"{it.input_tokens} in, {it.cache_read_input_tokens} cached, {it.output_tokens} out"


def tools(send):
    schema = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}
    params = ask("tools", tools=[{"name": "weather", "description": "The weather at a place.", "input_schema": schema}])
    first = send(params)
    calls = [it for it in first.content if it.type == "tool_use"]
    results = [{"type": "tool_result", "tool_use_id": it.id, "content": f"rain in {it.input['place']}"} for it in calls]
    return go_on(send, params, first, results)


def thinking(send):
    params = ask("thinking", thinking={"type": "enabled", "budget_tokens": 1024})
    return go_on(send, params, send(params), "Go on.")


def go_on(send, params, first, content):
    messages = [*params["messages"], {"role": "assistant", "content": first.content}, {"role": "user", "content": content}]
    return f"{show(first)} → {show(send({**params, 'messages': messages}))}"


def media(send):
    def part(kind, media_type, data):
        return {"type": kind, "source": {"type": "base64", "media_type": media_type, "data": data}}

    content = [
        {"type": "text", "text": "scenario:sdk-media Look."},
        part("image", "image/png", PNG),
        part("document", "application/pdf", PDF),
    ]
    return show(send(ask("media", messages=[{"role": "user", "content": content}])))


def stop(send):
    message = send(ask("stop", stop_sequences=["HALT"]))
    return f"{show(message)} {message.stop_sequence}"


SCHEMA = {"type": "object", "properties": {"harbour": {"type": "string"}}, "required": ["harbour"], "additionalProperties": False}
FORMAT = {"type": "json_schema", "schema": SCHEMA}


def fails(work):
    """What the SDK makes of an error: its class without the ending, the status, and what the envelope says."""
    try:
        return f"no error but {show(work())}"
    except APIStatusError as error:
        said = error.body["error"]
        id = "" if error.request_id else " without a request id"
        name = type(error).__name__.removesuffix("Error").replace("RequestTooLarge", "ContentTooLarge")  # as the other SDKs call it
        return f"{name} {error.status_code} {said['type']} [{said['message']}]{id}"


def models():
    return " ".join(sorted(model.id for model in client.models.list() if model.id.endswith("-model")))


def one_model():
    model = client.models.retrieve("big-model")
    return f"{model.type} {model.id}"


def counted():
    params = ask("text")
    del params["max_tokens"]
    return "true" if 5 < client.messages.count_tokens(**params).input_tokens < 50 else "false"


def seconds_to_wait():
    try:
        return show(whole(ask("rate-limit")))
    except APIStatusError as error:
        return error.response.headers["retry-after"]


def breaks_off():
    heard = ""
    try:
        with client.messages.stream(**ask("cut")) as stream:
            for text in stream.text_stream:
                heard += text
        return f"no error after [{heard}]"
    except APIError as error:
        return f"{error.body['error']['type']} after [{heard}]"


def left():
    with client.messages.stream(**ask("endless")) as stream:
        next(iter(stream.text_stream))
    return "left"


for way, send in WAYS.items():
    tell(f"text, {way}", lambda: show(send(ask("text", system="Be brief."))))
    tell(f"max_tokens of 0, {way}", lambda: show(send(ask("text", max_tokens=0))))
    tell(f"usage, {way}", lambda: usage(send))
    tell(f"tools, {way}", lambda: tools(send))
    tell(f"thinking, {way}", lambda: thinking(send))
    tell(f"image and PDF, {way}", lambda: media(send))
    tell(f"stop sequence, {way}", lambda: stop(send))
    tell(f"structured output, {way}", lambda: show(send(ask("format", extra_body={"output_config": {"format": FORMAT}}))))
    tell(f"structured output as it was, {way}", lambda: show(send(ask("format", extra_body={"output_format": FORMAT}))))
tell("tokens are counted", counted)
tell("models", models)
tell("one model", one_model)
tell("no such model", lambda: fails(lambda: client.models.retrieve("unheard-of")))
for way, send in WAYS.items():
    for scenario in ["bad-request", "bad-key", "not-found", "too-large", "rate-limit", "overload", "overflow"]:
        tell(f"{scenario}, {way}", lambda: fails(lambda: send(ask(scenario))))
    tell(f"max_tokens below 0, {way}", lambda: fails(lambda: send(ask("text", max_tokens=-1))))
tell("a wrong client key", lambda: fails(lambda: client.with_options(api_key="wrong").messages.create(**ask("text"))))
tell("seconds to wait", seconds_to_wait)
tell("the SDK tries again", lambda: show(client.with_options(max_retries=1).messages.create(**ask("retried"))))
tell("a stream that breaks off", breaks_off)
tell("a stream that is left", left)
