-- grain: one message of the topic, or of a code that begins with the code
INSERT INTO touched (message_key)
SELECT message_key
FROM message
WHERE
    CASE
        WHEN :kind = 'topic' THEN topic_word(topic_l1) = topic_word(:topic)
        ELSE starts_with(classifier_code || '.', :topic || '.')
    END
EXCEPT
SELECT message_key FROM touched;
