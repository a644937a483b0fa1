with narratives as (
    select * from {{ ref('int_return_narratives_judged') }}
    where rejection_rule_id is null
),

-- The file received last replaces the whole section, however many paragraphs it had.
ranked as (
    select
        *,
        dense_rank() over (
            partition by measure_id, period_id, section_id
            order by received_at desc, load_id desc, file_name desc, file_sha256 desc
        ) as recency
    from narratives
),

final as (
    select
        measure_id,
        period_id,
        section_id,
        position,
        text_text as text,
        post_id as author_post_id,
        load_id
    from ranked
    where recency = 1
)

select * from final
