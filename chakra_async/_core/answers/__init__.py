"""Reading an HTTP answer: the call's result, or the failure that it means."""
