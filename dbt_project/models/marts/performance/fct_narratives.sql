with narratives as (
    select * from {{ ref('int_return_narratives_judged') }}
    where rejection_rule_id is null
),

masks as (
    select * from {{ ref('int_text_masks') }}
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
        ranked.measure_id,
        ranked.period_id,
        ranked.section_id,
        ranked.position,
        {{ masked('ranked.text_text') }} as text,
        ranked.post_id as author_post_id,
        ranked.load_id
    from ranked
    left join masks
        on ranked.measure_id = masks.measure_id
    where ranked.recency = 1
)

select * from final
