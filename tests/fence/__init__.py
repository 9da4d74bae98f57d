"""The second fence, tried where the first one is down."""
