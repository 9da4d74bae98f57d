"""force"""
