"""What several folders of tests share: servers, clients and values."""
