"""Runs on several processes whose workers are killed, with the engines that users have."""
