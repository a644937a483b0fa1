with subjects as (
    select
        subject_id,
        lower(coalesce(target_text, '')) as target_text,
        lower(coalesce(conditions, '')) as conditions,
        lower(coalesce(printed_text, '')) as printed_text
    from {{ ref('int_smart_subjects') }}
),

words as (
    select
        case when is_whole_word then ' ' || word || ' ' else word end as word,
        meaning
    from {{ ref('stg_reference__smart_words') }}
),

-- Where each kind of word is looked for.
texts as (
    select
        subject_id,
        'comparison' as meaning,
        target_text as said
    from subjects
    union all
    select
        subject_id,
        'complete' as meaning,
        ' ' || target_text || ' ' as said
    from subjects
    union all
    select
        subject_id,
        'open' as meaning,
        target_text || ' ' || conditions as said
    from subjects
    union all
    select
        subject_id,
        'deferred' as meaning,
        printed_text as said
    from subjects
),

final as (
    select
        texts.subject_id,
        min(case when texts.meaning = 'open' then words.word end) as open_word,
        max(case when texts.meaning = 'comparison' then 1 else 0 end) = 1
            as has_comparison,
        max(case when texts.meaning = 'complete' then 1 else 0 end) = 1
            as is_complete,
        max(case when texts.meaning = 'deferred' then 1 else 0 end) = 1
            as is_deferred
    from texts
    inner join words
        on
            texts.meaning = words.meaning
            and {{ dbt.position('words.word', 'texts.said') }} > 0
    group by texts.subject_id
)

select * from final
